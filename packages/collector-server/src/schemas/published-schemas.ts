import { AnonymousRecord, Batch, BatchAnswer, CountRecord, DeadLetter, PathRecord } from '@edgecart/protocol';
import type { TSchema } from 'typebox';

/** A JSON Schema that others may build on. */
export interface PublishedSchema {
  /** Of the file: `/schemas/<name>.json`. */
  name: string;
  title: string;
  description: string;
  schema: TSchema;
}

/** What is published. From one version to the next a schema may gain optional fields and nothing else. */
export const publishedSchemas: readonly PublishedSchema[] = [
  {
    name: 'count-record',
    title: 'CountRecord',
    description: 'That something happened to one item within an hour; it names one item and nothing beside it.',
    schema: CountRecord,
  },
  {
    name: 'path-record',
    title: 'PathRecord',
    description: 'Two to eight items in order of time, all of them bought in the visit or none of them.',
    schema: PathRecord,
  },
  {
    name: 'anonymous-record',
    title: 'AnonymousRecord',
    description: "The only thing that leaves a shopper's device: a count or a path.",
    schema: AnonymousRecord,
  },
  {
    name: 'dead-letter',
    title: 'DeadLetter',
    description: 'What is kept of records that could not be passed on, so that the mistake can be found.',
    schema: DeadLetter,
  },
  {
    name: 'batch',
    title: 'Batch',
    description: 'The body of POST /v1/records. Its records are checked one by one, each as an AnonymousRecord.',
    schema: Batch,
  },
  {
    name: 'batch-answer',
    title: 'BatchAnswer',
    description: 'What became of the records of a batch: all that are neither in errors nor duplicates are durable.',
    schema: BatchAnswer,
  },
];

/** The document of a schema, as it is served. */
export function schemaDocument({ name, title, description, schema }: PublishedSchema): Record<string, unknown> {
  const heading = { $schema: 'https://json-schema.org/draft/2020-12/schema', $id: `/schemas/${name}.json` };
  return { ...heading, title, description, ...schema };
}
