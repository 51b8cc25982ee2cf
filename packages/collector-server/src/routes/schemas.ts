import type { FastifyInstance } from 'fastify';
import { publishedSchemas, schemaDocument } from '../schemas/published-schemas.ts';
import { forAnyOrigin } from './cross-origin.ts';

/** `/schemas/<name>.json`: the JSON Schemas of what is taken, answered and passed on. */
export function schemaRoutes(app: FastifyInstance): void {
  for (const published of publishedSchemas) {
    const body = JSON.stringify(schemaDocument(published), undefined, 2);
    app.get(`/schemas/${published.name}.json`, (_request, reply) => {
      reply.headers(forAnyOrigin);
      return reply.type('application/schema+json; charset=utf-8').header('cache-control', 'no-cache').send(body);
    });
  }
}
