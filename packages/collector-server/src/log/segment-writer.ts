import { open, unlink } from 'node:fs/promises';
import { magic } from './frame.ts';

/** The calls to the operating system that a log writes with: to be replaced where a test needs a fault. */
export interface LogFile {
  /** Writes all bytes at this position, or rejects. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  /** `fdatasync`. */
  sync(): Promise<void>;
  truncate(sizeBytes: number): Promise<void>;
  close(): Promise<void>;
}

/** Opens a file for writing: a new one (`wx`, refused if it exists) or one that exists (`r+`). */
export type OpenLogFile = (path: string, flags: 'wx' | 'r+') => Promise<LogFile>;

export const openLogFile: OpenLogFile = async (path, flags) => {
  const handle = await open(path, flags);
  return {
    async write(bytes, position) {
      let done = 0;
      while (done < bytes.length) {
        const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
        done += bytesWritten;
      }
    },
    sync: () => handle.datasync(),
    truncate: (sizeBytes) => handle.truncate(sizeBytes),
    close: () => handle.close(),
  };
};

/** The segment that is written to. `sizeBytes` counts only what is durable. */
export class SegmentWriter {
  readonly number: number;
  readonly path: string;
  sizeBytes: number;
  readonly #file: LogFile;
  #broken: { error: unknown } | undefined;

  private constructor(segment: { number: number; path: string }, file: LogFile, sizeBytes: number) {
    this.number = segment.number;
    this.path = segment.path;
    this.sizeBytes = sizeBytes;
    this.#file = file;
  }

  /** Creates a segment; its name is durable only after a sync of its folder. Leaves nothing behind on failure. */
  static async create(segment: { number: number; path: string }, openFile: OpenLogFile): Promise<SegmentWriter> {
    const file = await openFile(segment.path, 'wx');
    try {
      await file.write(magic, 0);
      await file.sync();
      return new SegmentWriter(segment, file, magic.length);
    } catch (error) {
      await file.close().catch(() => {});
      await unlink(segment.path).catch(() => {});
      throw error;
    }
  }

  /** Opens a segment, cuts what stands after `sizeBytes`, and makes all before it durable. */
  static async resume(
    segment: { number: number; path: string },
    sizeBytes: number,
    openFile: OpenLogFile,
  ): Promise<SegmentWriter> {
    const file = await openFile(segment.path, 'r+');
    try {
      await file.truncate(sizeBytes);
      if (sizeBytes < magic.length) await file.write(magic, 0);
      // A process that was killed may have left whole frames that no sync had covered yet.
      await file.sync();
      return new SegmentWriter(segment, file, Math.max(sizeBytes, magic.length));
    } catch (error) {
      await file.close().catch(() => {});
      throw error;
    }
  }

  /** Whether the segment holds any frame. */
  get empty(): boolean {
    return this.sizeBytes <= magic.length;
  }

  /**
   * Resolves when the bytes are durable. After one rejection all that follow reject: a second sync of the same
   * descriptor may report success for bytes that the first one lost (https://wiki.postgresql.org/wiki/Fsync_Errors).
   */
  async append(bytes: Uint8Array): Promise<void> {
    if (this.#broken) throw this.#broken.error;
    try {
      await this.#file.write(bytes, this.sizeBytes);
      await this.#file.sync();
      this.sizeBytes += bytes.length;
    } catch (error) {
      this.#broken = { error };
      throw error;
    }
  }

  /**
   * After a failed append: takes away what was not acknowledged, as far as the disk still lets it, so that a reader, or
   * the next start, does not take for durable what only the memory of the system holds. Never rejects.
   */
  async abandon(): Promise<void> {
    await this.#file.truncate(this.sizeBytes).catch(() => {});
    await this.#file.close().catch(() => {});
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
