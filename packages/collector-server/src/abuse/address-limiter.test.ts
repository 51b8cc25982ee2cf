import { text } from 'node:stream/consumers';
import { getHeapSnapshot } from 'node:v8';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { AddressLimiter, type AddressLimiterOptions } from './address-limiter.ts';

function limiterOf(options: Partial<AddressLimiterOptions> = {}): AddressLimiter {
  const limiter = new AddressLimiter({ perMinute: 2, nowMs: () => 0, ...options });
  onTestFinished(() => limiter.close());
  return limiter;
}

test('each address has its own share', () => {
  const limiter = limiterOf();
  expect([limiter.take('203.0.113.1'), limiter.take('203.0.113.1')]).toEqual([0, 0]);
  expect(limiter.take('203.0.113.1')).toBe(30);
  expect(limiter.take('203.0.113.2')).toBe(0);
});

test('the connections of an address share it', () => {
  const limiter = limiterOf();
  const connections = [{}, {}];
  for (const connection of connections) expect(limiter.takeOn(connection, '203.0.113.1')).toBe(0);
  for (const connection of connections) expect(limiter.takeOn(connection, '203.0.113.1')).toBe(30);
  expect(limiter.take('203.0.113.1')).toBe(30);
});

test('no address is held in a form that can be read', async () => {
  const limiter = limiterOf();
  const connection = {};
  // Made when they are needed, so that the heap holds no text of this file that looks like one.
  const made = (parts: number[]) => parts.map((part) => String(part + 1)).join('.');
  limiter.take(made([202, 1, 112, 76]));
  limiter.takeOn(connection, made([202, 1, 112, 77]));
  limiter.take(made([197, 50, 99, 0]));
  const heap = await text(getHeapSnapshot());
  expect(limiter.size).toBe(3);
  expect(limiter.takeOn(connection, '')).toBe(0);
  const held = (parts: number[]) => heap.includes(made(parts));
  expect([held([202, 1, 112, 76]), held([202, 1, 112, 77])]).toEqual([false, false]);
});

test('the table has a bound, and forgets the address that it has held longest', () => {
  const limiter = limiterOf({ maxAddresses: 10 });
  for (let index = 0; index < 1_000; index += 1) limiter.take(`198.51.100.${index}`);
  expect(limiter.size).toBe(10);
});

describe('after an hour', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('the key and the table are new', () => {
    const limiter = limiterOf();
    const connection = {};
    for (let index = 0; index < 3; index += 1) limiter.takeOn(connection, '203.0.113.1');
    expect(limiter.takeOn(connection, '203.0.113.1')).toBe(30);
    vi.advanceTimersByTime(3_600_000);
    expect(limiter.size).toBe(0);
    expect(limiter.takeOn(connection, '203.0.113.1')).toBe(0);
  });
});
