export interface Field {
  name: 'name' | 'email' | 'address' | 'city' | 'postcode';
  label: string;
  autocomplete: string;
  type?: 'email';
  /** What is wrong with a value, in words that say what to do; nothing when it is right. */
  check(value: string): string | undefined;
}

const needed = (what: string) => (value: string) => (value === '' ? `Please enter ${what}.` : undefined);

/** The checkout's fields. What is typed here stays in the form: it is neither stored nor told to anyone. */
export const fields: readonly Field[] = [
  { name: 'name', label: 'Name', autocomplete: 'name', check: needed('your name') },
  {
    name: 'email',
    label: 'Email',
    autocomplete: 'email',
    type: 'email',
    check: (value) =>
      needed('your email address')(value) ??
      (/^\S+@\S+\.\S+$/.test(value) ? undefined : 'Please enter an email address such as ada@example.com.'),
  },
  { name: 'address', label: 'Street and number', autocomplete: 'street-address', check: needed('street and number') },
  { name: 'city', label: 'City', autocomplete: 'address-level2', check: needed('your city') },
  {
    name: 'postcode',
    label: 'ZIP code',
    autocomplete: 'postal-code',
    check: (value) =>
      needed('your ZIP code')(value) ??
      (/^\d{5}(-\d{4})?$/.test(value) ? undefined : 'Please enter five digits, such as 45202.'),
  },
];

/** What is wrong, by field; empty when the order can be placed. */
export function checkFields(values: (name: Field['name']) => string): { field: Field; problem: string }[] {
  return fields.flatMap((field) => {
    const problem = field.check(values(field.name).trim());
    return problem === undefined ? [] : [{ field, problem }];
  });
}
