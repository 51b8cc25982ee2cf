export { LogTail } from './insights/log-tail.ts';
export {
  type LogDamage,
  type LogPosition,
  type ReadLogOptions,
  readPayloads,
  readSegments,
  type StoredPayload,
} from './log/read-log.ts';
