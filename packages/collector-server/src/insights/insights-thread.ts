/** The thread that computes insights, so that requests never wait for it. Started by `start-insights.ts`. */
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { Insights, trendingNow } from '@edgecart/insights';
import { Type } from 'typebox';
import { Check } from 'typebox/value';
import type { Shop } from '../options/shops.ts';
import { stepBack } from '../step-back.ts';
import { StockBoard } from '../stock/stock-board.ts';
import { CatalogueFile } from './catalogue-file.ts';
import type { InsightsMessage, InsightsSettings } from './insights-settings.ts';
import { KafkaSource } from './kafka-source.ts';
import { LogTail } from './log-tail.ts';
import { readPersonas } from './read-personas.ts';
import { readSupply } from './read-supply.ts';

const Gone = Type.Object({ gone: Type.Array(Type.String()) });

/** How often files of the shop are looked at: catalogue, model, supply. */
const filesMs = 5_000;

const { root, data, shops, kafka } = workerData as InsightsSettings;
const port = parentPort;
if (!port) throw new Error('insights-thread.ts is started by start-insights.ts');

const say = (message: InsightsMessage) => port.postMessage(message);
const onNotice = (text: string) => say({ kind: 'notice', text });
const stop = new AbortController();
port.once('message', () => stop.abort());

async function runFor(shop: Shop): Promise<void> {
  const catalogue = shop.catalogue === undefined ? undefined : new CatalogueFile(shop.catalogue, onNotice);
  await catalogue?.read();
  const board = new StockBoard(data, shop.name);
  let supply = {};
  const insights = new Insights({
    folder: join(data, 'insights', kafka ? `${shop.name}-from-kafka` : shop.name),
    source: (positions) =>
      kafka ? new KafkaSource(kafka, shop.name, positions) : new LogTail(root, shop.name, positions),
    catalogue,
    onNotice,
    onPublish: (published) =>
      say({
        kind: 'insights',
        shop: shop.name,
        told: {
          text: JSON.stringify({ ...published, ...supply }),
          trending: trendingNow(published),
          health: published.health,
        },
      }),
  });
  const look = async () => {
    await catalogue?.read();
    if (catalogue) catalogue.gone = await goneNow(board);
    const { personas, models } = await readPersonas(shop.models);
    insights.personas = personas;
    supply = { models, supply: await readSupply(data, shop.name) };
  };
  await look();
  const looking = setInterval(() => void look(), filesMs);
  await insights.run(stop.signal);
  clearInterval(looking);
}

/** Nothing where the stock can't be read: who serves it says so. */
async function goneNow(board: StockBoard): Promise<ReadonlySet<string>> {
  const open = await board.read().catch(() => undefined);
  const stock: unknown = open && JSON.parse(open.body);
  return new Set(Check(Gone, stock) ? stock.gone : []);
}

stepBack();
await Promise.all(shops.map(runFor));
port.close();
