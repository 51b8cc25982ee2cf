import { expect, test } from 'vitest';
import { edgecartMs } from './main-thread-cost.ts';

test("the page's thread is in Edgecart while its functions run, and what they call, and at no other time", () => {
  const node = (id: number, url: string, ...children: number[]) => ({ id, children, callFrame: { url } });
  const profile = {
    nodes: [
      node(1, '', 2, 4),
      node(2, 'https://cdn.example/sdk/edgecart.js', 3),
      node(3, ''),
      node(4, 'https://shop.example/main.js', 5),
      node(5, 'https://shop.example/my-edgecart.js'),
    ],
    samples: [1, 2, 3, 4, 5, 2],
    timeDeltas: [1_000, 2_000, 3_000, 4_000, 5_000, 500],
  };
  expect(edgecartMs(profile)).toBe(5.5);
});
