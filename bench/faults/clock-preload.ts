/** Loaded before the collector where there is no libfaketime: its wall clock is off by what a file says, in seconds. */
import { readFileSync } from 'node:fs';

const file = process.env.EDGECART_CLOCK_FILE ?? '';
const trueNow = Date.now.bind(Date);
const rereadMs = 20;
let offsetMs = 0;
let readMs = Number.NEGATIVE_INFINITY;

function now(): number {
  if (performance.now() - readMs > rereadMs) {
    readMs = performance.now();
    offsetMs = Number(readFileSync(file, 'utf8')) * 1_000;
  }
  return trueNow() + offsetMs;
}

const TrueDate = Date;
globalThis.Date = new Proxy(TrueDate, {
  construct: (target, args: unknown[], newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
});
Date.now = now;
