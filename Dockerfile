# The collector, and the demo shop as a second target.
#
# Not tested as an image: where this was written no container engine runs. What each RUN line does was run by hand on the
# same Node.js, in a fresh clone, and the collector that it leaves in /out takes records; see docs/containers.md.
#
#   docker build --tag edgecart-collector .
#   docker run --publish 127.0.0.1:8787:8787 --volume edgecart:/data edgecart-collector

FROM node:24-slim AS build
WORKDIR /app
# The version of scripts/run.mjs; a test compares them.
RUN npm install --global pnpm@12.21.0
COPY . .
RUN pnpm install --frozen-lockfile
RUN node --conditions=@edgecart/source scripts/build.ts
RUN pnpm --filter @edgecart/protocol --filter @edgecart/insights --filter @edgecart/collector run build \
  && pnpm --filter @edgecart/collector deploy --prod /out \
  && cp -R packages/sdk/dist /out/sdk

# Built when it starts, since the pages hold the collector's address as browsers reach it.
FROM build AS demo
ENV EDGECART_COLLECTOR_URL=http://localhost:8787
EXPOSE 5173
CMD ["sh", "-c", "node_modules/.bin/vite build demo && exec node_modules/.bin/vite preview demo --host 0.0.0.0 --port 5173 --strictPort"]

FROM node:24-slim AS collector
ENV NODE_ENV=production EDGECART_HOST=0.0.0.0 EDGECART_PORT=8787 EDGECART_DATA=/data EDGECART_SDK=/app/sdk
WORKDIR /app
COPY --from=build /out .
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8787
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8787/readyz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# No shell between: SIGTERM must reach the collector, which then finishes what it has taken.
CMD ["node", "dist/main.js"]
