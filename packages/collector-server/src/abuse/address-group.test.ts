import { expect, test } from 'vitest';
import { addressGroup } from './address-group.ts';

test('an IPv4 address counts by itself, however it is written', () => {
  expect(addressGroup('203.0.113.7')).toBe('203.0.113.7');
  expect(addressGroup('::ffff:203.0.113.7')).toBe('203.0.113.7');
});

test('IPv6 addresses count together when their first 64 bits are the same', () => {
  const home = '2001:db8:1:2';
  for (const address of [
    '2001:db8:1:2::1',
    '2001:0DB8:0001:0002:ffff:0:0:1',
    '2001:db8:1:2:3:4:5:6',
    '2001:db8:1:2::%eth0',
    '2001:db8:1:2::203.0.113.7',
  ]) {
    expect(addressGroup(address), address).toBe(home);
  }
  expect(addressGroup('2001:db8:1:3::1')).not.toBe(home);
  expect(addressGroup('::1')).toBe('0:0:0:0');
  expect(addressGroup('fe80::1%eth0')).toBe('fe80:0:0:0');
});

test('what is no address counts as it is, cut', () => {
  expect(addressGroup('unknown')).toBe('unknown');
  expect(addressGroup('')).toBe('');
  expect(addressGroup('x'.repeat(10_000))).toHaveLength(64);
});
