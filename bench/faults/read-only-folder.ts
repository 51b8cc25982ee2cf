import { chmod } from 'node:fs/promises';
import { dirname } from 'node:path';
import { startCollectorProcess } from '../load/collector-process.ts';
import type { Collector } from './collector.ts';
import type { Fault } from './fault.ts';
import type { Findings } from './findings.ts';
import { mayMount, mountReadOnly, unmount } from './mounts.ts';
import { newestSegments } from './newest-segment.ts';
import { untilReady, untilUnready } from './readiness.ts';

async function lock(folder: string): Promise<void> {
  if (mayMount()) mountReadOnly(folder);
  else await chmod(folder, 0o555);
}

async function unlock(folder: string): Promise<void> {
  if (mayMount()) unmount(folder);
  else await chmod(folder, 0o755);
}

/** The folder of the log becomes read-only: no new segment can begin, and no collector can start there. */
export const readOnlyFolder: Fault = {
  name: 'read-only log folder',
  flags: { 'segment-bytes': 16 * 1_024 },
  async run({ collector, load, findings, short }) {
    const { data } = collector.setup;
    const rounds = short ? 1 : 3;
    for (let round = 0; round < rounds; round += 1) {
      await load.progress();
      const folders = new Set((await newestSegments(data)).map(dirname));
      try {
        for (const folder of folders) await lock(folder);
        await untilUnready(collector);
        await collector.kill();
        await refusesToStart(collector, findings);
      } finally {
        for (const folder of folders) await unlock(folder);
      }
      collector.start();
      await untilReady(collector);
      await load.progress();
    }
    return rounds * 2;
  },
};

async function refusesToStart(collector: Collector, findings: Findings): Promise<void> {
  const refused = startCollectorProcess(collector.args, collector.setup.settings);
  const late = setTimeout(() => refused.child.kill('SIGKILL'), 30_000);
  const code = await refused.exit;
  clearTimeout(late);
  const said = refused.output();
  findings.expect(code === 1, 'a collector on a read-only folder did not end with 1', () => `${code}: ${said}`);
  findings.expect(/EROFS|EACCES|EPERM/.test(said), 'a read-only folder is not told as the reason', () => said);
  findings.expect(!/^\s+at /m.test(said), 'a read-only folder is told with a stack trace', () => said);
}
