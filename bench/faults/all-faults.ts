import { clockJumps } from './clock-jumps.ts';
import { diskFull } from './disk-full.ts';
import type { Fault } from './fault.ts';
import { fileLimit } from './file-limit.ts';
import { kill } from './kill.ts';
import { readOnlyFolder } from './read-only-folder.ts';
import { reconfigure } from './reconfigure.ts';
import { slowClients } from './slow-clients.ts';
import { tornTail } from './torn-tail.ts';

/** Every fault, in the order in which they are played. */
export const allFaults: Fault[] = [
  kill,
  tornTail,
  slowClients,
  diskFull,
  fileLimit,
  readOnlyFolder,
  clockJumps(),
  reconfigure,
];
