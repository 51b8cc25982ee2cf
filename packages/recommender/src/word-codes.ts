/**
 * Shortens texts that share words, such as products' names: a word that comes again gets a code of two characters for
 * good. Codes begin with a control character, which JSON texts never hold as it is.
 */
export interface WordCodes {
  /** The text with codes in place of words that have one. `text` must hold no control characters. */
  shorten(text: string): string;
  restore(text: string): string;
  /** Forgets what is only needed to shorten. */
  finish(): void;
}

const word = /[^\s\d"\\,]{2,} ?/g;
const code = /[^ -\uffff]./gs;
const firsts = 32;
/** Each with one byte in UTF-8 for the second character, too. */
const codesMost = firsts * 95;
/** A word that comes so often has paid for its code. */
const oftenEnough = 3;
const wordsWatched = 5_000;

export function createWordCodes(): WordCodes {
  const words: string[] = [];
  const codes = new Map<string, string>();
  const seen = new Map<string, number>();

  function learn(text: string): string {
    const times = (seen.get(text) ?? 0) + 1;
    if (seen.size > wordsWatched) seen.clear();
    seen.set(text, times);
    if (times >= oftenEnough && words.length < codesMost) {
      codes.set(text, String.fromCharCode(words.length % firsts, 32 + words.length / firsts));
      words.push(text);
      seen.delete(text);
    }
    return text;
  }

  return {
    shorten: (text) => text.replace(word, (found) => codes.get(found) ?? learn(found)),
    restore: (text) =>
      text.replace(code, (found) => words[found.charCodeAt(0) + firsts * (found.charCodeAt(1) - 32)] ?? ''),
    finish() {
      codes.clear();
      seen.clear();
    },
  };
}
