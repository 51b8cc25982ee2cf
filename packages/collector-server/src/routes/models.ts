import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { readLatestModel } from '../latest-model.ts';
import { namesTag } from './names-tag.ts';
import { type Refusal, refuse } from './refusal.ts';
import type { RefuseUnknown } from './unknown-paths.ts';

const contentTypes = new Map([
  ['manifest.json', 'application/json; charset=utf-8'],
  ['model.safetensors', 'application/octet-stream'],
]);

export interface ModelRoutesParts {
  /** The folder that a request is for. */
  modelsOf: (request: FastifyRequest) => string;
  refuseUnknown: RefuseUnknown;
}

/**
 * To be registered with the prefix `/models`: `latest.json`, looked at afresh each time, and the two files of each
 * version, which never change. A path reaches the disk only when it is one of these names below 64 hexadecimal digits.
 */
export async function modelRoutes(app: FastifyInstance, { modelsOf, refuseUnknown }: ModelRoutesParts): Promise<void> {
  await app.register(fastifyStatic, { serve: false, cacheControl: false });

  app.get('/latest.json', async (request, reply) => {
    const file = await readLatestModel(modelsOf(request));
    if (file.kind === 'none') return refuse(reply, 404, { error: 'no-model', reason: 'no model is published yet' });
    if (file.kind === 'broken')
      return refuse(reply, 500, { error: 'broken-model', reason: 'latest.json can not be read' });
    reply.header('cache-control', 'no-cache').header('etag', file.etag);
    if (namesTag(request.headers['if-none-match'], file.etag)) return reply.code(304).send();
    return reply.type('application/json; charset=utf-8').send(file.body);
  });

  app.get<{ Params: { version: string; file: string } }>('/:version/:file', async (request, reply) => {
    const { version, file } = request.params;
    const contentType = contentTypes.get(file);
    if (contentType === undefined || !/^[0-9a-f]{64}$/.test(version)) return refuse(reply, 404, noSuchModel);
    return reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .type(contentType)
      .sendFile(`${version}/${file}`, modelsOf(request));
  });

  app.setNotFoundHandler((request, reply) => refuseUnknown(request, reply, noSuchModel));
}

const noSuchModel: Refusal = {
  error: 'no-such-model',
  reason: 'this version or file is not published; latest.json names the current version',
};
