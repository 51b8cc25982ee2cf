/**
 * What an anonymous record is, written a second time and by hand: an oracle that shares nothing with the schema that the
 * collector checks with. After packages/protocol/src/record.ts and the collector's README.
 */
export function isRecord(value: unknown, nowMs: number): boolean {
  if (!isPlainObject(value)) return false;
  if (typeof value.id !== 'string' || value.id.length !== 32 || !onlyOf(value.id, '0123456789abcdef')) return false;
  if (value.kind === 'count') return isCount(value, nowMs);
  if (value.kind === 'path') return isPath(value, nowMs);
  return false;
}

const eventTypes = new Set(
  `view_item_list select_item view_item add_to_cart remove_from_cart view_cart begin_checkout purchase
   update_cart_quantity`.split(/\s+/),
);
const hourMs = 3_600_000;

type Fields = Record<string, unknown>;

function isPlainObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasOnly(value: Fields, needed: readonly string[], optional: readonly string[] = []): boolean {
  const keys = Object.keys(value);
  return (
    needed.every((key) => keys.includes(key)) && keys.every((key) => needed.includes(key) || optional.includes(key))
  );
}

function onlyOf(text: string, letters: string): boolean {
  for (const letter of text) if (!letters.includes(letter)) return false;
  return true;
}

const isItem = (value: unknown): boolean => typeof value === 'string' && value.length > 0 && [...value].length <= 128;

const isWholeIn = (value: unknown, min: number, max: number): boolean =>
  typeof value === 'number' && Math.floor(value) === value && value >= min && value <= max;

function isCount(value: Fields, nowMs: number): boolean {
  if (!hasOnly(value, ['id', 'kind', 'type', 'item', 'hour'], ['quantityBand', 'priceBand', 'shown'])) return false;
  if (typeof value.type !== 'string' || !eventTypes.has(value.type) || !isItem(value.item)) return false;
  if (!isTime(value.hour, 13, nowMs)) return false;
  if ('quantityBand' in value && ![1, 2, 3, 6, 11].some((band) => band === value.quantityBand)) return false;
  if ('priceBand' in value && !isWholeIn(value.priceBand, -4, 20)) return false;
  return !Object.hasOwn(value, 'shown') || isShown(value.shown);
}

function isShown(value: unknown): boolean {
  if (!isPlainObject(value) || !hasOnly(value, ['model', 'slot'], ['arm']) || !isWholeIn(value.slot, 0, 199))
    return false;
  if (value.arm !== undefined && !isWholeIn(value.arm, 1, 7)) return false;
  const { model } = value;
  if (typeof model !== 'string') return false;
  return model === 'none' || (model.length >= 16 && model.length <= 64 && onlyOf(model, '0123456789abcdef'));
}

function isPath(value: Fields, nowMs: number): boolean {
  if (!hasOnly(value, ['id', 'kind', 'items', 'day', 'bought']) || typeof value.bought !== 'boolean') return false;
  const { items } = value;
  return (
    Array.isArray(items) &&
    items.length >= 2 &&
    items.length <= 8 &&
    items.every(isItem) &&
    isTime(value.day, 10, nowMs)
  );
}

/** An hour `2026-11-23T09` (13 letters) or a day `2026-11-23` (10) that exists and lies 8 days back to 26 hours ahead. */
function isTime(value: unknown, length: number, nowMs: number): boolean {
  if (typeof value !== 'string' || value.length !== length) return false;
  const ms = Date.parse(length === 10 ? `${value}T00:00:00.000Z` : `${value}:00:00.000Z`);
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, length) !== value) return false;
  const stepMs = length === 10 ? 24 * hourMs : hourMs;
  const startOf = (atMs: number) => Math.floor(atMs / stepMs) * stepMs;
  return ms >= startOf(nowMs - 8 * 24 * hourMs) && ms <= startOf(nowMs + 26 * hourMs);
}

/** What a record says, as one text: equal for two records that say the same, whatever the order of their keys. */
export function contentOf(value: unknown): string {
  if (!isPlainObject(value)) return JSON.stringify(value);
  const shown = isPlainObject(value.shown) ? [value.shown.model, value.shown.slot, value.shown.arm] : value.shown;
  const { id, kind, type, item, hour, quantityBand, priceBand, items, day, bought } = value;
  return JSON.stringify([id, kind, type, item, hour, quantityBand, priceBand, shown, items, day, bought]);
}
