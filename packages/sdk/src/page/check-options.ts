import type { EdgecartOptions } from '../api.ts';
import type { WorkerConfig } from '../contract.ts';
import { OptionError } from '../option-error.ts';

export interface Settings {
  place: 'worker' | 'page';
  worker: Omit<WorkerConfig, 'place' | 'hidden' | 'consent'>;
}

/** Checks what the shop passed and fills in the defaults. Throws an `OptionError` that names option and allowed values. */
export function checkOptions(options: EdgecartOptions): Settings {
  const wrong = (name: string, allowed: string): never => {
    throw new OptionError(`Edgecart option \`${name}\` must be ${allowed}`);
  };
  const known =
    'collector model catalogue worker workerUrl encoderUrl timeLimitMs modelCheckMs delivery memoryOnly onDiagnostic debug';
  for (const name of Object.keys(options))
    if (!known.split(' ').includes(name)) wrong(name, `left out: it is unknown; known are ${known}`);
  const url = (name: 'collector' | 'model' | 'catalogue'): string | undefined => {
    const value = options[name];
    if (value === undefined) return undefined;
    if (typeof value !== 'string' || !URL.canParse(value, document.baseURI))
      wrong(name, 'a URL, absolute or relative to the page');
    return new URL(value as string, document.baseURI).href.replace(/\/$/, '');
  };
  const atLeast = (name: string, value: unknown, least: number, fallback: number): number => {
    if (value === undefined) return fallback;
    return Number.isFinite(value) && (value as number) >= least
      ? (value as number)
      : wrong(name, `a number of at least ${least}`);
  };
  const { worker, catalogue, delivery = {}, onDiagnostic } = options;
  if (![undefined, 'auto', 'none'].includes(worker as string) && typeof worker !== 'function')
    wrong('worker', "'auto', 'none', or a function that returns a Worker");
  if (onDiagnostic !== undefined && typeof onDiagnostic !== 'function') wrong('onDiagnostic', 'a function');
  return {
    place: worker === 'none' ? 'page' : 'worker',
    worker: {
      collector: url('collector'),
      model: url('model'),
      catalogue: Array.isArray(catalogue) ? catalogue : url('catalogue'),
      memoryOnly: options.memoryOnly === true,
      timeLimitMs: atLeast('timeLimitMs', options.timeLimitMs, 0, 150),
      modelCheckMs: atLeast('modelCheckMs', options.modelCheckMs, 1_000, 600_000),
      delivery: {
        batchRecords: atLeast('delivery.batchRecords', delivery.batchRecords, 1, 20),
        intervalMs: atLeast('delivery.intervalMs', delivery.intervalMs, 0, 30_000),
        pathDelayMs: atLeast('delivery.pathDelayMs', delivery.pathDelayMs, 0, 600_000),
      },
    },
  };
}
