import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/**
 * Record ids that look as random as a browser's and can be read back: the record's number, encrypted under a key of this
 * run. So millions of records can be accounted for with a byte each, and an id that nobody sent is told at once.
 */
export class NumberedIds {
  readonly #encrypt;
  readonly #decrypt;
  readonly #block = Buffer.alloc(16);

  constructor(key: Buffer = randomBytes(16)) {
    // One block each and no two alike: what makes ECB unfit for messages does not matter here.
    this.#encrypt = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
    this.#decrypt = createDecipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  }

  /** The id of a record, 32 hexadecimal digits. */
  of(number: number): string {
    this.#block.writeUIntBE(number, 10, 6);
    return this.#encrypt.update(this.#block).toString('hex');
  }

  /** The number behind an id; `undefined` when it is none of ours. */
  numberOf(id: string): number | undefined {
    if (!/^[0-9a-f]{32}$/.test(id)) return undefined;
    const block = this.#decrypt.update(Buffer.from(id, 'hex'));
    return block.subarray(0, 10).every((byte) => byte === 0) ? block.readUIntBE(10, 6) : undefined;
  }
}
