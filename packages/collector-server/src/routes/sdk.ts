import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** To be registered with the prefix `/sdk`: the SDK's built files, for script tags on any origin. */
export async function sdkRoutes(app: FastifyInstance, { sdk }: { sdk: string }): Promise<void> {
  await app.register(fastifyStatic, {
    root: sdk,
    index: false,
    dotfiles: 'ignore',
    maxAge: '5m',
    decorateReply: false,
  });
}
