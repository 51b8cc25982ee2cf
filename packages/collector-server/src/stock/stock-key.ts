import { readFileSync } from 'node:fs';
import { CollectorError, systemReason } from '../errors.ts';

const leastLength = 16;

/** The key of a webhook that says what is in stock. Throws a `CollectorError` `bad-option` that says what is allowed. */
export function readStockKey(file: string): string {
  let key: string;
  try {
    key = readFileSync(file, 'utf8').trim();
  } catch (error) {
    const reason = `must be a file that can be read, and ${file} can't (${systemReason(error)})`;
    throw new CollectorError('bad-option', `stockKeyFile ${reason}`, { cause: error });
  }
  if (key.length >= leastLength && /^[\x21-\x7e]+$/.test(key)) return key;
  throw new CollectorError(
    'bad-option',
    `stockKeyFile must hold a key of at least ${leastLength} letters and digits without blanks, such as from ` +
      '`openssl rand -hex 32`',
  );
}
