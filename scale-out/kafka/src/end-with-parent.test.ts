import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { missingForKafka } from './broker-program.ts';

const runs = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const missing = missingForKafka();

test.skipIf(missing !== undefined)(
  'a broker ends with the process that started it, even when that is killed',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'edgecart-orphan-'));
    const script = fileURLToPath(new URL('start-and-wait.fixture.ts', import.meta.url));
    const parent = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const [said] = (await once(parent.stdout, 'data')) as [Buffer];
      const broker = Number(said.toString());
      expect(runs(broker)).toBe(true);
      parent.kill('SIGKILL');
      await vi.waitFor(() => expect(runs(broker)).toBe(false), { timeout: 20_000 });
    } finally {
      parent.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
