import { expect, test } from 'vitest';
import { eventually } from '../testing/eventually.ts';
import { CommitQueue } from './commit-queue.ts';

/** A commit that waits until it is let go. */
function heldCommit() {
  const groups: string[][] = [];
  const gates: (() => void)[] = [];
  const commit = async (group: string[]) => {
    groups.push(group);
    await new Promise<void>((resolve) => gates.push(resolve));
    return group.length;
  };
  return { groups, commit, release: () => gates.shift()?.() };
}

test('what comes while a group is committed shares the next commit', async () => {
  const { groups, commit, release } = heldCommit();
  const queue = new CommitQueue(commit);
  const first = queue.add('a');
  await eventually(() => groups.length).toBe(1);
  const others = [queue.add('b'), queue.add('c'), queue.add('d')];
  release();
  await first;
  await eventually(() => groups.length).toBe(2);
  release();
  await Promise.all(others);
  expect(groups).toEqual([['a'], ['b', 'c', 'd']]);
});

test('nothing resolves before its commit has ended', async () => {
  const { groups, commit, release } = heldCommit();
  const queue = new CommitQueue(commit);
  let resolved = false;
  const added = queue.add('a').then(() => {
    resolved = true;
  });
  await eventually(() => groups.length).toBe(1);
  expect(resolved).toBe(false);
  release();
  await added;
  expect(resolved).toBe(true);
});

test('what a commit leaves over comes first in the next one', async () => {
  const groups: string[][] = [];
  const queue = new CommitQueue<string>(async (group) => {
    groups.push(group);
    return 1;
  });
  await Promise.all([queue.add('a'), queue.add('b'), queue.add('c')]);
  expect(groups).toEqual([['a', 'b', 'c'], ['b', 'c'], ['c']]);
});

test('nothing overtakes what a commit left over', async () => {
  const { groups, commit, release } = heldCommit();
  const queue = new CommitQueue<string>(async (group) => Math.min(1, await commit(group)));
  const added = [queue.add('a'), queue.add('b')];
  await eventually(() => groups.length).toBe(1);
  added.push(queue.add('c'));
  for (let count = 2; count <= 4; count += 1) {
    release();
    if (count < 4) await eventually(() => groups.length).toBe(count);
  }
  await Promise.all(added);
  expect(groups).toEqual([['a', 'b'], ['b', 'c'], ['c']]);
});

test('a failed commit rejects its group and no other', async () => {
  const { groups, commit, release } = heldCommit();
  let fails = true;
  const queue = new CommitQueue<string>(async (group) => {
    const count = await commit(group);
    if (fails) throw new Error('disk');
    return count;
  });
  const first = queue.add('a');
  await eventually(() => groups.length).toBe(1);
  const second = queue.add('b');
  release();
  await expect(first).rejects.toThrow('disk');
  fails = false;
  await eventually(() => groups.length).toBe(2);
  release();
  await second;
});
