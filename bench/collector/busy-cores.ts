import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const sampleMs = 1_000;

/** How many cores of this machine are busy now, with whatever, over one second: before a run, how far to trust it. */
export async function busyCores(): Promise<number> {
  const [before, startMs] = [busyTicks(), performance.now()];
  await sleep(sampleMs);
  const ticksPerS = 100;
  return (busyTicks() - before) / ticksPerS / ((performance.now() - startMs) / 1_000);
}

/** https://man7.org/linux/man-pages/man5/proc_stat.5.html: user, nice, system, idle, iowait, irq, softirq, steal. */
function busyTicks(): number {
  const [cpu = ''] = readFileSync('/proc/stat', 'latin1').split('\n');
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = cpu.split(/\s+/).slice(1).map(Number);
  return user + nice + system + irq + softirq;
}
