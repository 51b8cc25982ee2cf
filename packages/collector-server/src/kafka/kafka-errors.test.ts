import { MultipleErrors, NetworkError, ProtocolError, ResponseError } from '@platformatic/kafka';
import { expect, test } from 'vitest';
import { kafkaReason, refusalOf } from './kafka-errors.ts';

const refused = new ResponseError(0, 11, { '/responses/0/partition_responses/0': [10, null] }, {});
const leaderless = new ProtocolError('LEADER_NOT_AVAILABLE');

test('a record that Kafka refuses is told from a cluster in trouble, however deep the error lies', () => {
  expect(refusalOf(new MultipleErrors('Producing messages failed.', [leaderless, refused]))).toBe('MESSAGE_TOO_LARGE');
  expect(refusalOf(new MultipleErrors('Producing messages failed.', [leaderless]))).toBeUndefined();
  expect(refusalOf(new ProtocolError('TOPIC_AUTHORIZATION_FAILED'))).toBeUndefined();
  expect(refusalOf(new Error('no answer'))).toBeUndefined();
});

test('the reason is what lies innermost, once', () => {
  const away = new NetworkError('Connection failed', {
    cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
  });
  expect(kafkaReason(new MultipleErrors('Cannot connect to any broker.', [away, away]))).toBe('ECONNREFUSED');
  expect(kafkaReason(new MultipleErrors('Producing messages failed.', [leaderless]))).toBe('LEADER_NOT_AVAILABLE');
  expect(kafkaReason('nonsense')).toBe('nonsense');
});
