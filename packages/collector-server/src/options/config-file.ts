import { readFileSync } from 'node:fs';
import { CollectorError, systemReason } from '../errors.ts';
import { settingsFault } from './explain-settings.ts';
import { Settings } from './option-schema.ts';

/**
 * Reads the file that `--config` names: JSON with the names of the options. What is missing may still come from
 * elsewhere; what is there is checked. Throws a `CollectorError` `bad-option` that names the file and the place.
 */
export function readConfigFile(path: string): Record<string, unknown> {
  const fail = (reason: string, cause?: unknown) => new CollectorError('bad-option', `${path}: ${reason}`, { cause });
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw fail(`the file of --config can't be read (${systemReason(error)})`, error);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw fail(`it must be JSON: ${error instanceof Error ? error.message : error}`, error);
  }
  const fault = settingsFault(Settings, value, { mayLack: true });
  if (fault) throw fail(`${fault.path || 'it'} ${fault.reason}`);
  const settings = isObject(value) ? value : {};
  const { kafka } = settings;
  if (isObject(kafka) && isObject(kafka.sasl) && 'password' in kafka.sasl) {
    const ways = 'name a file in kafka.sasl.passwordFile, or give EDGECART_KAFKA_PASSWORD';
    throw fail(`kafka.sasl.password does not belong here: ${ways}`);
  }
  return settings;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
