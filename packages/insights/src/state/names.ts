import { textBits } from './record-hash.ts';

/** Texts that are counted by, each with a small number: the order in which they came. */
export class Names {
  readonly texts: string[] = [];
  readonly #numbers = new Map<string, number>();
  /** The newest name of each hash: most are found there without a text being made. */
  readonly #byBits = new Map<number, number>();

  constructor(texts: readonly string[] = []) {
    for (const text of texts) this.numberOf(text);
  }

  get size(): number {
    return this.texts.length;
  }

  find(text: string): number | undefined {
    return this.#numbers.get(text);
  }

  /** Its number, from now on where it had none. */
  numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.texts.length;
    this.texts.push(text);
    this.#numbers.set(text, number);
    this.#byBits.set(textBits(text) | 0, number);
    return number;
  }

  /** As `find`, for a text that stands as ASCII in `bytes`, and whose hash is known. */
  findBytes(bytes: Buffer, start: number, end: number, bits: number): number | undefined {
    const number = this.#byBits.get(bits | 0);
    if (number !== undefined && isText(bytes, start, end, this.texts[number] ?? '')) return number;
    return this.find(bytes.toString('latin1', start, end));
  }

  textOf(number: number): string {
    const text = this.texts[number];
    if (text === undefined) throw new RangeError(`there is no name ${number}, only ${this.texts.length}`);
    return text;
  }
}

function isText(bytes: Buffer, start: number, end: number, text: string): boolean {
  if (text.length !== end - start) return false;
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) !== bytes[start + at]) return false;
  return true;
}
