type Schema = Readonly<Record<string, unknown>>;

/**
 * The rule by which a published schema may change: an object may gain optional fields, and all else stays as it was.
 * Names the first place that broke it. Whoever reads records of the older form can go on, whoever writes them too.
 */
export function brokenBy(older: unknown, newer: unknown, path = ''): string | undefined {
  if (isSchema(older) && isSchema(newer) && isSchema(older.properties)) return objectBrokenBy(older, newer, path);
  if (Array.isArray(older) && Array.isArray(newer) && older.length === newer.length) {
    return firstBroken(older.map((inner, index) => [inner, newer[index], `${path}/${index}`]));
  }
  if (isSchema(older) && isSchema(newer)) {
    const keys = new Set([...Object.keys(older), ...Object.keys(newer)]);
    return firstBroken([...keys].map((key) => [older[key], newer[key], `${path}/${key}`]));
  }
  return Object.is(older, newer) ? undefined : path;
}

function objectBrokenBy(older: Schema, newer: Schema, path: string): string | undefined {
  const { properties: before, ...olderRest } = older;
  const { properties: after, ...newerRest } = newer;
  if (!isSchema(before) || !isSchema(after)) return `${path}/properties`;
  // `required` is compared here: a field that became required, or optional, is a change for somebody.
  const changed = brokenBy(sorted(olderRest), sorted(newerRest), path);
  return (
    changed ?? firstBroken(Object.keys(before).map((key) => [before[key], after[key], `${path}/properties/${key}`]))
  );
}

function sorted(schema: Schema): Schema {
  return Array.isArray(schema.required) ? { ...schema, required: schema.required.toSorted() } : schema;
}

function firstBroken(pairs: [older: unknown, newer: unknown, path: string][]): string | undefined {
  for (const [older, newer, path] of pairs) {
    const broken = brokenBy(older, newer, path);
    if (broken !== undefined) return broken;
  }
  return undefined;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
