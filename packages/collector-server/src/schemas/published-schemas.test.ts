import { readdir, readFile } from 'node:fs/promises';
import { AnonymousRecord, CountRecord } from '@edgecart/protocol';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { describe, expect, test } from 'vitest';
import { collectorHere } from '../testing/collector-here.ts';
import { brokenBy } from '../testing/evolution.ts';
import { anyRecord } from '../testing/records.ts';
import { publishedSchemas, schemaDocument } from './published-schemas.ts';

const folder = new URL('../../schemas/', import.meta.url);
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('a published schema', () => {
  test.each(publishedSchemas.map((schema) => [schema.name, schema] as const))(
    '%s has changed by optional fields only since it was published',
    async (name, schema) => {
      const older: unknown = JSON.parse(await readFile(new URL(`${name}.json`, folder), 'utf8'));
      expect(brokenBy(older, plain(schemaDocument(schema)))).toBeUndefined();
    },
  );

  test('is never taken back', async () => {
    const published = publishedSchemas.map(({ name }) => `${name}.json`);
    for (const file of await readdir(folder)) expect(published).toContain(file);
  });

  test('is served as it is, to any origin', async () => {
    const { url } = await collectorHere();
    for (const schema of publishedSchemas) {
      const response = await fetch(`${url}/schemas/${schema.name}.json`);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('application/schema+json; charset=utf-8');
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      expect(await response.json()).toEqual(plain(schemaDocument(schema)));
    }
  });

  test('says of a record what our own check says', () => {
    const ajv = new Ajv2020({ allowUnionTypes: true });
    const published = publishedSchemas.find(({ name }) => name === 'anonymous-record');
    const check = ajv.compile(plain(published && schemaDocument(published)) as object);
    const ours = Compile(AnonymousRecord);
    const spoiled = anyRecord.chain((record) =>
      fc
        .tuple(fc.constantFrom(...Object.keys(record), 'email', '__proto__'), fc.jsonValue())
        .map(([key, value]) => ({ ...record, [key]: value })),
    );
    fc.assert(
      fc.property(fc.oneof(anyRecord, spoiled), (record) => {
        expect(check(record)).toBe(ours.Check(record));
      }),
    );
  });
});

describe('the rule of evolution', () => {
  const base = plain(CountRecord) as { required: string[]; properties: Record<string, Record<string, unknown>> };
  const { hour, ...withoutHour } = base.properties;
  const changed = (change: object) => ({ ...base, ...change });
  const withProperty = (key: string, value: object) => changed({ properties: { ...base.properties, [key]: value } });

  test('allows an optional field, and any order', () => {
    expect(brokenBy(base, base)).toBeUndefined();
    expect(brokenBy(base, withProperty('season', plain(Type.String()) as object))).toBeUndefined();
    expect(brokenBy(base, changed({ required: base.required.toReversed() }))).toBeUndefined();
    const shown = base.properties.shown as { properties: object };
    const inside = { ...shown, properties: { ...shown.properties, page: { type: 'string' } } };
    expect(brokenBy(base, withProperty('shown', inside))).toBeUndefined();
  });

  test.each([
    ['a field that is gone', changed({ properties: withoutHour }), '/properties/hour'],
    [
      'a new field that is required',
      { ...withProperty('season', {}), required: [...base.required, 'season'] },
      '/required',
    ],
    ['a field that became optional', changed({ required: base.required.slice(1) }), '/required'],
    [
      'a narrower field',
      withProperty('item', { type: 'string', minLength: 1, maxLength: 64 }),
      '/properties/item/maxLength',
    ],
    ['a wider field', withProperty('item', { type: 'string', minLength: 1 }), '/properties/item/maxLength'],
    ['another type', withProperty('item', { type: 'number' }), '/properties/item/type'],
    ['another event', withProperty('type', { enum: ['view_item'] }), '/properties/type/enum'],
    ['keys that nobody named', changed({ additionalProperties: true }), '/additionalProperties'],
  ])('refuses %s', (_name, newer, path) => {
    expect(brokenBy(base, newer)).toBe(path);
    expect(hour).toBeDefined();
  });
});
