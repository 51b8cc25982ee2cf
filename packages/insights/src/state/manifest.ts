import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { shardKinds } from './shard.ts';

export const manifestFormat = 'edgecart-insights/1';
export const manifestName = 'manifest.json';

const Count = Type.Integer({ minimum: 0 });

/** Where a shard's cells lie: pairs of doubles (key, value) in `cells-<file>.bin`. */
const StoredShard = Type.Object({
  kind: Type.Enum([...shardKinds]),
  time: Type.Integer(),
  file: Count,
  offset: Count,
  count: Count,
  crc: Count,
});
export type StoredShard = Static<typeof StoredShard>;

/** `manifest.json`: what of the folder's files counts, and how far the input had been read then. */
const Manifest = Type.Object({
  format: Type.Literal(manifestFormat),
  /** Of the rules that the cells were counted by. */
  rulesDigest: Type.String(),
  seq: Count,
  clean: Count,
  positions: Type.Unknown(),
  items: Count,
  itemBytes: Count,
  letterFile: Count,
  letterBytes: Count,
  models: Type.Array(Type.String()),
  shards: Type.Array(StoredShard),
  ids: Type.Array(Type.Object({ day: Type.Integer(), count: Count })),
});
export type Manifest = Static<typeof Manifest>;

const manifestType = Compile(Manifest);

export const isManifest = (value: unknown): value is Manifest => manifestType.Check(value);
