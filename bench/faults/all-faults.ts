import { clockJumps } from './clock-jumps.ts';
import { diskFull } from './disk-full.ts';
import type { Fault, KafkaFault } from './fault.ts';
import { fileLimit } from './file-limit.ts';
import { brokerAwayAtStart } from './kafka/broker-away-at-start.ts';
import { brokerForgetful } from './kafka/broker-forgetful.ts';
import { brokerHung } from './kafka/broker-hung.ts';
import { brokerKilled } from './kafka/broker-killed.ts';
import { brokerRestarted } from './kafka/broker-restarted.ts';
import { oneOfThree } from './kafka/one-of-three.ts';
import { kill } from './kill.ts';
import { readOnlyFolder } from './read-only-folder.ts';
import { reconfigure } from './reconfigure.ts';
import { slowClients } from './slow-clients.ts';
import { tornTail } from './torn-tail.ts';

/** What is done to the collector and its machine, in the order in which it is played. */
export const collectorFaults: Fault[] = [
  kill,
  tornTail,
  slowClients,
  diskFull,
  fileLimit,
  readOnlyFolder,
  clockJumps(),
  reconfigure,
];

/** What is done to the brokers; those that need three of them last. */
export const kafkaFaults: KafkaFault[] = [
  brokerKilled,
  brokerHung,
  brokerRestarted,
  brokerAwayAtStart,
  brokerForgetful,
  oneOfThree,
];
