import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StockChange, type StockReceipt } from '@edgecart/protocol';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { systemCode } from '../errors.ts';
import { applyChanges, goneItems, type StockByItem } from './stock-changes.ts';

/** The body of `GET /v1/stock`, ready to be sent. */
export interface PublicStock {
  body: string;
  etag: string;
}

interface Seen {
  mark: string;
  stock: StockByItem;
  open: PublicStock;
}

/** A thread that died in between leaves its lock lying; a change takes milliseconds. */
const staleLockMs = 30_000;
const lockPatienceMs = 5_000;
const lockPauseMs = 10;

const fileType = Compile(Type.Object({ items: Type.Array(StockChange) }));

/**
 * A shop's stock in one file, `<data>/stock/<shop>.json`, which the forecast reads as its stock file. Threads take turns in
 * changing it, and each looks at the file's age before it answers from memory.
 */
export class StockBoard {
  readonly #file: string;
  #seen: Seen | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(data: string, shop: string) {
    this.#file = join(data, 'stock', `${shop}.json`);
  }

  /** Rejects when the file can't be read. */
  async read(): Promise<PublicStock> {
    return (await this.#look()).open;
  }

  /** Resolves when the change is on the disk. Rejects when it could not be made; nothing has changed then. */
  change(changes: readonly unknown[]): Promise<StockReceipt> {
    const done = this.#turn.then(() => this.#locked(() => this.#apply(changes)));
    this.#turn = done.catch(() => {});
    return done;
  }

  async #apply(changes: readonly unknown[]): Promise<StockReceipt> {
    const { after, ...receipt } = applyChanges((await this.#look()).stock, changes);
    if (receipt.taken > 0) await this.#write(after);
    return receipt;
  }

  async #look(): Promise<Seen> {
    const mark = await markOf(this.#file);
    if (this.#seen?.mark === mark) return this.#seen;
    const stock = mark === 'none' ? new Map() : parse(await readFile(this.#file, 'utf8'), this.#file);
    const body = JSON.stringify({ gone: goneItems(stock) });
    const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 32)}"`;
    this.#seen = { mark, stock, open: { body, etag } };
    return this.#seen;
  }

  async #write(stock: StockByItem): Promise<void> {
    const beside = `${this.#file}.${randomUUID()}`;
    try {
      const file = await open(beside, 'wx');
      try {
        await file.writeFile(`${JSON.stringify({ items: [...stock.values()] })}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(beside, this.#file);
    } catch (error) {
      await rm(beside, { force: true });
      throw error;
    }
  }

  async #locked<T>(work: () => Promise<T>): Promise<T> {
    const lock = `${this.#file}.lock`;
    await mkdir(dirname(lock), { recursive: true });
    const untilMs = Date.now() + lockPatienceMs;
    while (!(await taken(lock))) {
      if (Date.now() > untilMs) throw new Error(`${lock} was not free in time`);
      await new Promise((resolve) => setTimeout(resolve, lockPauseMs));
    }
    try {
      return await work();
    } finally {
      await rm(lock, { force: true });
    }
  }
}

async function taken(lock: string): Promise<boolean> {
  try {
    await (await open(lock, 'wx')).close();
    return true;
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  }
  const about = await stat(lock).catch(() => undefined);
  if (about !== undefined && Date.now() - about.mtimeMs > staleLockMs) await rm(lock, { force: true });
  return false;
}

/** Changes whenever the file does: it is renamed into its place. */
async function markOf(file: string): Promise<string> {
  try {
    const { ino, mtimeMs, size } = await stat(file);
    return `${ino} ${mtimeMs} ${size}`;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return 'none';
    throw error;
  }
}

function parse(text: string, file: string): StockByItem {
  const content: unknown = JSON.parse(text);
  if (!fileType.Check(content)) throw new Error(`${file} is no stock file of a collector; move it away`);
  return new Map(content.items.map((item) => [item.item, item]));
}
