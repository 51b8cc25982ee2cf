import { readFileSync } from 'node:fs';
import { treeCpuUs } from './process-tree.ts';

const ticksPerS = 100;

/**
 * Counts from now on how many cores everything on this machine keeps busy that is not of this command: how far its
 * figures can be trusted. To be asked while all processes that it began with still run.
 */
export function watchOthers(): () => number {
  const [startUs, startMs] = [othersUs(), performance.now()];
  return () => Math.max(0, (othersUs() - startUs) / 1_000 / (performance.now() - startMs));
}

const othersUs = (): number => busyUs() - treeCpuUs(process.pid);

/** https://man7.org/linux/man-pages/man5/proc_stat.5.html: user, nice, system, idle, iowait, irq, softirq, steal. */
function busyUs(): number {
  const [cpu = ''] = readFileSync('/proc/stat', 'latin1').split('\n');
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = cpu.split(/\s+/).slice(1).map(Number);
  return ((user + nice + system + irq + softirq) / ticksPerS) * 1e6;
}
