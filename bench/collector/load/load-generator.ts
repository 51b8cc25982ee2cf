import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { FromLoad, LoadOrder, LoadOutcome, ToLoad } from './load-messages.ts';

const program = fileURLToPath(new URL('load-process.ts', import.meta.url));

/** The process that puts load on servers, one order after another. */
export class LoadGenerator {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async start(): Promise<LoadGenerator> {
    const generator = new LoadGenerator(fork(program));
    await generator.#answer('listening');
    return generator;
  }

  /** Opens the connections; the load begins with what this resolves to. */
  async prepare(order: LoadOrder): Promise<() => Promise<LoadOutcome>> {
    this.#tell({ kind: 'prepare', order });
    await this.#answer('prepared');
    return async () => {
      this.#tell({ kind: 'go' });
      return (await this.#answer('done')).outcome;
    };
  }

  stop(): void {
    this.#child.kill('SIGKILL');
  }

  #tell(message: ToLoad): void {
    this.#child.send(message);
  }

  async #answer<Kind extends FromLoad['kind']>(kind: Kind): Promise<Extract<FromLoad, { kind: Kind }>> {
    const ended = new AbortController();
    const gone = once(this.#child, 'exit', { signal: ended.signal }).then(() => {
      throw new Error('the load process has ended; what it wrote stands above');
    });
    try {
      const [message]: FromLoad[] = await Promise.race([once(this.#child, 'message', { signal: ended.signal }), gone]);
      if (message?.kind === 'failed') throw new Error(`the load process: ${message.reason}`);
      if (!isOf(message, kind)) throw new Error(`the load process said "${message?.kind}" instead of "${kind}"`);
      return message;
    } finally {
      ended.abort();
      gone.catch(() => {});
    }
  }
}

function isOf<Kind extends FromLoad['kind']>(
  message: FromLoad | undefined,
  kind: Kind,
): message is Extract<FromLoad, { kind: Kind }> {
  return message?.kind === kind;
}
