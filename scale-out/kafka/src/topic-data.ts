import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

// Beside a topic's partitions, what a clean stop wrote down about them: with these left, a broker trusts offsets that are
// no longer true of the folders we change.
const checkpoints = [
  '.kafka_cleanshutdown',
  'recovery-point-offset-checkpoint',
  'log-start-offset-checkpoint',
  'replication-offset-checkpoint',
];

const partitionsOf = (data: string, topic: string): string[] =>
  readdirSync(data).filter((name) => name.startsWith(`${topic}-`) && /^\d+$/.test(name.slice(topic.length + 1)));

function forgetCheckpoints(data: string): void {
  for (const name of checkpoints) rmSync(join(data, name), { force: true });
}

/** Loses a topic's records and what the broker knew of its producers, as a lost disk does. The broker must be down. */
export function loseTopic(data: string, topic: string): void {
  for (const name of partitionsOf(data, topic)) rmSync(join(data, name), { recursive: true });
  forgetCheckpoints(data);
}

/** Copies a topic's partitions to `to`, to be put back later. The broker must be down. */
export function copyTopic(data: string, topic: string, to: string): void {
  for (const name of partitionsOf(data, topic)) cpSync(join(data, name), join(to, name), { recursive: true });
}

/**
 * Puts back what `copyTopic` copied: the newer records are gone, and so is what the broker knew of its producers since;
 * as after a restored backup or the election of a replica that was behind. The broker must be down.
 */
export function rewindTopic(data: string, topic: string, from: string): void {
  loseTopic(data, topic);
  for (const name of partitionsOf(from, topic)) cpSync(join(from, name), join(data, name), { recursive: true });
}
