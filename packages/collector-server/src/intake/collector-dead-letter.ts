import { randomBytes } from 'node:crypto';
import type { DeadLetter, RefusalClass } from '@edgecart/protocol';
import { expectation } from './record-expectations.ts';

/** Why one record of a request was refused, with the place as its sender is told of it. */
export interface Refusal {
  class: RefusalClass;
  path: string;
  reason: string;
}

/**
 * The dead letters of one request: one for each way in which records of it were wrong. A place that the schema does not
 * know was made up by the sender, and so may be anything: of that only the class is kept.
 */
export function collectorDeadLetters(refusals: readonly Refusal[], hour: string): DeadLetter[] {
  const letters = new Map<string, DeadLetter>();
  for (const { class: refusalClass, path, reason } of refusals) {
    const place = path.replaceAll(/\/\d+(?=\/|$)/g, '/*');
    const isOfTheSchema = expectation('count', place) !== undefined || expectation('path', place) !== undefined;
    const known = isOfTheSchema && refusalClass !== 'unknown-key';
    const key = `${refusalClass} ${known ? place : ''} ${known ? reason : ''}`;
    const letter = letters.get(key);
    if (letter) letter.count += 1;
    else {
      letters.set(key, {
        id: randomBytes(16).toString('hex'),
        kind: 'dead-letter',
        hour,
        refusedBy: 'collector',
        class: refusalClass,
        path: known ? place : '',
        reason: known ? reason : generalReasons[refusalClass],
        count: 1,
      });
    }
  }
  return [...letters.values()];
}

const generalReasons: Record<RefusalClass, string> = {
  'not-an-object': 'must be a record: an object',
  kind: 'must be "count" or "path"',
  'missing-key': 'a key is missing',
  'unknown-key': 'has a key that the schema does not name',
  value: 'has a value that the schema does not allow',
  time: 'names a time that can not be believed',
};
