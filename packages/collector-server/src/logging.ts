import { type Logger, pino } from 'pino';
import type { Settings } from './options/option-schema.ts';

/**
 * The application's log: one JSON object a line, on standard error. Requests are not logged, and what is logged is worded
 * by us, so that nothing of a request can get into it. The process's number is in it, the machine's name is not.
 */
export function createLogger(level: NonNullable<Settings['logLevel']>): Logger {
  const destination = pino.destination({ dest: 2, sync: true });
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
}
