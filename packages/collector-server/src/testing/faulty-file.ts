import { type LogFile, type OpenLogFile, openLogFile } from '../log/segment-writer.ts';

type Call = 'open' | 'write' | 'sync' | 'truncate' | 'close';

/** Real files whose calls are counted, and fail while `failing` names them: for faults that no real disk shows on demand. */
export class FaultyFiles {
  readonly calls: { call: Call; path: string }[] = [];
  failing: Call | undefined;

  readonly open: OpenLogFile = async (path, flags) => {
    this.#call('open', path);
    const file = await openLogFile(path, flags);
    const calling =
      <Args extends unknown[]>(call: Call, work: (...args: Args) => Promise<void>) =>
      async (...args: Args) => {
        this.#call(call, path);
        await work(...args);
      };
    return {
      write: calling('write', file.write),
      sync: calling('sync', file.sync),
      truncate: calling('truncate', file.truncate),
      close: calling('close', file.close),
    } satisfies LogFile;
  };

  count(call: Call): number {
    return this.calls.filter((made) => made.call === call).length;
  }

  #call(call: Call, path: string): void {
    this.calls.push({ call, path });
    if (this.failing === call) throw Object.assign(new Error(`${call} failed`), { code: 'EIO' });
  }
}
