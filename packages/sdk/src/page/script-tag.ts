import type { Edgecart, EdgecartOptions } from '../api.ts';
import { createClient } from './client.ts';
import { scriptParts } from './script-parts.ts';

/** The global: a function that takes a call by name, before and after this file has loaded. */
interface EdgecartGlobal {
  (call: string, ...args: unknown[]): unknown;
  /** Calls made before this file had loaded. */
  q?: IArguments[] | unknown[][];
  client?: Edgecart;
  /** Says in the console what works on this page and what does not. */
  doctor?: () => unknown;
}

const page = window as unknown as { edgecart?: EdgecartGlobal };
const tag = document.currentScript as HTMLScriptElement | null;

/** The options of `createEdgecart`, from the attributes of the script tag. */
function optionsOf(data: DOMStringMap): EdgecartOptions {
  const delivery: NonNullable<EdgecartOptions['delivery']> = {};
  const options: EdgecartOptions = { delivery };
  for (const name of ['collector', 'model', 'catalogue', 'workerUrl', 'encoderUrl'] as const)
    if (data[name] !== undefined) options[name] = data[name];
  for (const name of ['timeLimitMs', 'modelCheckMs'] as const)
    if (data[name] !== undefined) options[name] = Number(data[name]);
  const named = {
    deliveryBatch: 'batchRecords',
    deliveryIntervalMs: 'intervalMs',
    pathDelayMs: 'pathDelayMs',
  } as const;
  for (const [attribute, name] of Object.entries(named))
    if (data[attribute] !== undefined) delivery[name] = Number(data[attribute]);
  if (data.worker === 'none') options.worker = 'none';
  if (data.debug !== undefined) options.debug = true;
  return options;
}

function install(script: HTMLScriptElement): void {
  const options: EdgecartOptions = { ...optionsOf(script.dataset), onDiagnostic: (diagnostic) => tell(diagnostic) };
  const listeners: ((diagnostic: unknown) => void)[] = [];
  const tell = (diagnostic: unknown) => {
    for (const listener of listeners) listener(diagnostic);
  };
  const beside = (file: string) => new URL(file, script.src).href;
  const client = createClient(options, scriptParts(options, beside));
  const calls: Record<string, (...args: never[]) => unknown> = {
    ...(client as unknown as Record<string, () => unknown>),
    'cart.set': client.cart.set,
    onDiagnostic: (listener: (diagnostic: unknown) => void) => listeners.push(listener),
    ready: (use: (client: Edgecart) => void) => use(client),
  };
  const run: EdgecartGlobal = (name, ...args) => {
    const call = Object.hasOwn(calls, name) ? calls[name] : undefined;
    if (typeof call === 'function') return call(...(args as never[]));
    tell({ code: 'unknown-call', message: `edgecart('${name}') is unknown`, timeMs: Date.now() });
    return undefined;
  };
  run.client = client;
  run.doctor = async () => {
    await import(/* @vite-ignore */ beside('edgecart-doctor.js'));
    // It has put itself in this one's place.
    return run.doctor?.();
  };
  const stub = page.edgecart;
  const takeOver = () => {
    page.edgecart = run;
    for (const call of stub?.q ?? []) {
      // Also what is no call at all: nothing that waits may break the page, or keep the others from their turn.
      try {
        run(...(call as [string, ...unknown[]]));
      } catch (error) {
        tell({ code: 'call-failed', message: `edgecart('${call?.[0]}'): ${error}`, timeMs: Date.now() });
      }
    }
  };
  if (stub) {
    // To start and to do what waits are two tasks: on a slow phone each takes longer than a frame. Until then calls wait.
    stub.client = client;
    setTimeout(takeOver);
  } else takeOver();
  if (location.search.includes('edgecart=inspect')) void import(/* @vite-ignore */ beside('edgecart-inspector.js'));
}

try {
  if (tag !== null && page.edgecart?.client === undefined) install(tag);
} catch (error) {
  // The shop's page never breaks; what is wrong with the tag is for its developer to read.
  console.warn(`[edgecart] ${error instanceof Error ? error.message : error}`);
}
