import { describe, expect, test } from 'vitest';
import { nextFrame } from '../log/frame.ts';
import type { AppendResult } from '../log/segment-log.ts';
import { countRecord, pathRecord, testNowMs } from '../testing/records.ts';
import { Intake } from './intake.ts';
import { RecentIds } from './recent-ids.ts';

const refused: AppendResult = { kind: 'refused', reason: 'the disk is full', retryAfterS: 5 };

const bodyOf = (values: readonly unknown[]) => Buffer.from(JSON.stringify({ records: values }));

/** The payloads of frames. */
function payloadsIn(frames: Buffer): unknown[] {
  const found: unknown[] = [];
  for (let at = 0; at < frames.length; ) {
    const step = nextFrame(frames, at);
    if (step.kind !== 'frame') throw new Error(`no frame at ${at}`);
    found.push(JSON.parse(step.payload.toString()));
    at = step.next;
  }
  return found;
}

/** An intake over a log whose appends end when, and how, the test says. */
function setUp() {
  const appends: { payloads: unknown[]; end: (result: AppendResult) => void }[] = [];
  const letters: unknown[] = [];
  const seen = { stored: [] as unknown[], duplicates: 0, refused: [] as string[] };
  const intake = new Intake({
    log: {
      appendFrames: (frames) => new Promise((end) => appends.push({ payloads: payloadsIn(frames), end })),
    },
    deadLetters: {
      appendFrames: async (frames) => {
        letters.push(...payloadsIn(frames));
        return { kind: 'durable' };
      },
    },
    recentIds: new RecentIds(1_000),
    observer: {
      stored: ({ newest }) => seen.stored.push(...newest(1_000).map((payload) => JSON.parse(payload))),
      duplicates: (count) => {
        seen.duplicates += count;
      },
      refused: (refusalClass) => seen.refused.push(refusalClass),
    },
    nowMs: () => testNowMs,
  });
  /** Accepts while the log answers at once. */
  const accept = async (values: readonly unknown[], result: AppendResult = { kind: 'durable' }) => {
    const accepted = intake.accept(bodyOf(values));
    appends.at(-1)?.end(result);
    return accepted;
  };
  return { intake, accept, appends, letters, seen };
}

const answered = (stored: number, duplicates: number, errors: unknown[] = []) => ({
  kind: 'answered',
  answer: { stored, duplicates, errors },
});

describe('a batch', () => {
  test('is answered only when its records are durable', async () => {
    const { intake, appends, seen } = setUp();
    let done = false;
    const accepted = intake.accept(bodyOf([countRecord()])).then((result) => {
      done = true;
      return result;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(done).toBe(false);
    expect(seen.stored).toEqual([]);
    appends[0]?.end({ kind: 'durable' });
    expect(await accepted).toEqual(answered(1, 0));
    expect(seen.stored).toHaveLength(1);
  });

  test('has its good records stored and its wrong ones named by index', async () => {
    const { accept, appends, seen } = setUp();
    const good = [countRecord(), pathRecord()];
    const result = await accept([good[0], { ...countRecord(), item: 7 }, good[1], 'rubbish']);
    expect(result).toMatchObject(
      answered(2, 0, [
        { index: 1, path: '/item' },
        { index: 3, path: '' },
      ]),
    );
    expect(appends[0]?.payloads).toEqual(good);
    expect(seen.refused).toEqual(['value', 'not-an-object']);
  });

  test('of wrong records alone does not trouble the log', async () => {
    const { intake, appends } = setUp();
    expect(await intake.accept(bodyOf([1, 2]))).toMatchObject({
      kind: 'answered',
      answer: { stored: 0, duplicates: 0 },
    });
    expect(appends).toHaveLength(0);
  });

  test('is refused as a whole when the log refuses', async () => {
    const { accept, seen } = setUp();
    expect(await accept([countRecord()], refused)).toEqual({
      kind: 'unavailable',
      reason: 'the disk is full',
      retryAfterS: 5,
    });
    expect(seen).toEqual({ stored: [], duplicates: 0, refused: [] });
  });
});

describe('duplicates', () => {
  test('are counted and not stored again', async () => {
    const { accept, appends, seen } = setUp();
    const record = countRecord();
    await accept([record]);
    expect(await accept([record, countRecord()])).toEqual(answered(1, 1));
    expect(appends[1]?.payloads).toHaveLength(1);
    expect(seen.duplicates).toBe(1);
  });

  test('within one batch are stored once', async () => {
    const { accept } = setUp();
    const record = countRecord();
    expect(await accept([record, record, record])).toEqual(answered(1, 2));
  });

  test('of a wrong record are none', async () => {
    const { accept } = setUp();
    const record = countRecord();
    expect(await accept([{ ...record, item: '' }, record])).toMatchObject(answered(1, 0, [{ index: 0 }]));
  });

  test('of a record that the log refused are none: the next try stores it', async () => {
    const { accept } = setUp();
    const record = countRecord();
    await accept([record], refused);
    expect(await accept([record])).toEqual(answered(1, 0));
  });

  test('of a record on its way to the disk share its fate', async () => {
    for (const fate of [{ kind: 'durable' }, refused] satisfies AppendResult[]) {
      const { intake, appends } = setUp();
      const record = countRecord();
      const first = intake.accept(bodyOf([record]));
      const second = intake.accept(bodyOf([record]));
      expect(appends).toHaveLength(1);
      appends[0]?.end(fate);
      const kinds = [(await first).kind, (await second).kind];
      expect(kinds).toEqual(fate.kind === 'durable' ? ['answered', 'answered'] : ['unavailable', 'unavailable']);
      if (fate.kind === 'durable') expect(await second).toEqual(answered(0, 1));
    }
  });

  test('of a record whose log refuses do not drag down what is durable, which a retry finds stored', async () => {
    const { intake, appends } = setUp();
    const [shared, own] = [countRecord(), countRecord()];
    const first = intake.accept(bodyOf([shared]));
    const second = intake.accept(bodyOf([shared, own]));
    appends[1]?.end({ kind: 'durable' });
    appends[0]?.end(refused);
    expect((await first).kind).toBe('unavailable');
    expect((await second).kind).toBe('unavailable');
    const again = intake.accept(bodyOf([shared, own]));
    appends[2]?.end({ kind: 'durable' });
    expect(await again).toEqual(answered(1, 1));
  });
});

describe('a refused record', () => {
  const secret = 'jane.doe@mail.example';

  test('leaves a dead letter with the place and the reason, once for each way to be wrong', async () => {
    const { accept, letters } = setUp();
    await accept([
      { ...countRecord(), hour: secret },
      { ...countRecord(), hour: 7 },
      { ...pathRecord(), items: ['a', 5] },
    ]);
    expect(letters).toMatchObject([
      { kind: 'dead-letter', refusedBy: 'collector', class: 'value', path: '/hour', count: 2, hour: '2026-11-23T12' },
      { class: 'value', path: '/items/*', count: 1, reason: expect.stringContaining('item id') },
    ]);
  });

  test('leaves nothing that its sender made up', async () => {
    const { accept, letters } = setUp();
    const record = countRecord();
    await accept([
      { ...record, [secret]: secret },
      { ...record, item: { [secret]: secret } },
      { ...record, shown: { model: 'none', slot: 1, [secret]: 1 } },
      { ...record, kind: secret },
      { ...record, id: secret, type: secret },
      { ...pathRecord(), items: { [secret]: [secret] } },
      [secret],
      secret,
    ]);
    expect(letters.length).toBeGreaterThan(3);
    expect(JSON.stringify(letters)).not.toMatch(/jane|mail\.example/);
  });
});
