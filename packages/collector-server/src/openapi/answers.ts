import type { TSchema } from 'typebox';

/** What is said of one status: an OpenAPI response object. */
export type Answer = Readonly<Record<string, unknown>>;
export type Answers = Readonly<Record<string, Answer>>;

const retryAfter = { 'retry-after': { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 1 } } };

export const component = (name: string) => ({ $ref: `#/components/schemas/${name}` });

export const json = (description: string, schema: TSchema | { $ref: string }): Answer => ({
  description,
  content: { 'application/json': { schema } },
});

export const refusal = (description: string): Answer => json(description, component('Refusal'));

export const refusalToWait = (description: string): Answer => ({ ...refusal(description), headers: retryAfter });

/** What any request may be answered, whatever it asks for. */
export const always: Answers = {
  400: refusal('This is no request that can be read: `bad-request`.'),
  408: refusal('The request was not here in time: `too-slow`.'),
  431: refusal('Its headers were too long: `headers-too-large`.'),
};

export const limited: Answers = {
  429: refusalToWait('Too many requests of one address, `too-many-requests`, or of one shop, `shop-over-budget`.'),
};

export const needsKey: Answers = {
  403: refusal(
    'No shop has this key, `unknown-write-key`; a key is needed, `write-key-missing`; or the page may not send for ' +
      'this shop, `origin-not-allowed`.',
  ),
};
