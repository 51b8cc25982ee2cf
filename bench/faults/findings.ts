/** What went against a promise, each kind once with an example and a count: a run goes on, and tells all of it. */
export class Findings {
  readonly #found = new Map<string, { count: number; example: string }>();

  add(kind: string, example = ''): void {
    const known = this.#found.get(kind);
    if (known) known.count += 1;
    else this.#found.set(kind, { count: 1, example });
  }

  /** A finding unless the promise holds. */
  expect(holds: boolean, kind: string, example: () => string = () => ''): void {
    if (!holds) this.add(kind, example());
  }

  lines(): string[] {
    return [...this.#found].map(([kind, { count, example }]) => {
      const times = count > 1 ? ` (${count} times)` : '';
      return `${kind}${times}${example === '' ? '' : `: ${example}`}`;
    });
  }
}
