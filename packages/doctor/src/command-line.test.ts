import { expect, test } from 'vitest';
import { DoctorError, parseCommand } from './command-line.ts';
import { findChromium } from './find-chromium.ts';

test('a page and its options are read', () => {
  expect(parseCommand(['https://shop.example/', '--json', '--wait', '3'])).toEqual({
    url: 'https://shop.example/',
    json: true,
    consent: false,
    waitMs: 3_000,
    browser: undefined,
  });
  expect(parseCommand(['--help'])).toBeUndefined();
});

test('what is wrong with the command is named', () => {
  const wrong: [string[], RegExp][] = [
    [[], /Name one page/],
    [['https://a.example', 'https://b.example'], /named were 2/],
    [['shop.example'], /"shop.example" is not a URL/],
    [['file:///etc/passwd'], /not a URL of http or https/],
    [['https://a.example', '--wait', 'long'], /--wait is "long"/],
    [['https://a.example', '--loud'], /--loud/],
  ];
  for (const [args, message] of wrong) {
    expect(() => parseCommand(args)).toThrow(DoctorError);
    expect(() => parseCommand(args)).toThrow(message);
  }
});

test('a browser that is named and not there is not replaced by another one', () => {
  expect(() => findChromium('/no/such/browser')).toThrow(/"\/no\/such\/browser" is not a browser/);
  expect(() => findChromium(undefined, { CHROMIUM_PATH: '/none' })).toThrow(/"\/none" is not a browser/);
});
