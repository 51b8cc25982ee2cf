import type { BatchAnswer } from '@edgecart/protocol';

/** The answer to a batch; `undefined` when the text is none. */
export function parseAnswer(text: string): BatchAnswer | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isAnswer(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isAnswer(value: unknown): value is BatchAnswer {
  if (typeof value !== 'object' || value === null) return false;
  if (!('stored' in value && 'duplicates' in value && 'errors' in value)) return false;
  const { stored, duplicates, errors } = value;
  return Number.isInteger(stored) && Number.isInteger(duplicates) && Array.isArray(errors) && errors.every(isError);
}

function isError(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'index' in value && Number.isInteger(value.index);
}
