/** What was wrong with an option of `createEdgecart`, and what is allowed; thrown at once, for it is a mistake in code. */
export class OptionError extends Error {
  override name = 'OptionError';
  readonly code = 'option';
}
