import { expect } from 'vitest';

/** As `expect.poll`, with patience for a machine that is busy. */
export const eventually = <Value>(read: () => Value) => expect.poll(read, { timeout: 20_000, interval: 2 });
