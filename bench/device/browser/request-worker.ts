import type { Catalogue, Interaction } from '@edgecart/protocol';
import { fetchModel, loadModel, type Products, readModel, recommend } from '@edgecart/recommender';
import { compactItems } from '@edgecart/recommender/compact';
import { createEncoder } from '@edgecart/recommender/encoder';
import { createCatalogueScan, scoredItems } from '@edgecart/recommender/scan';
import { answerTask } from './answer-task.ts';

export interface RequestTask {
  modelFolder: string;
  version: string;
  catalogue: string;
  sessions: Interaction[][];
  requests: number;
  warmUps: number;
}

export interface RequestResult {
  /** Milliseconds of each request: encode, score, rank the first 20, filter, explain. */
  times: number[];
  /** Of the scan alone, in turn with them. */
  scans: number[];
}

const limit = 20;

answerTask<RequestTask, RequestResult>(async (task) => {
  const { model } = await loadModel(await readModel(await fetchModel(task.modelFolder, task.version, fetch)));
  const { items } = (await fetch(task.catalogue).then((answer) => answer.json())) as Catalogue;
  const encoder = createEncoder(model);
  const kept = { items: new Map(items.map((item) => [item.item_id, item])) as Products };
  await compactItems(kept, model);
  const catalogue = kept.items;
  const times: number[] = [];
  const scans: number[] = [];
  const { scan } = createCatalogueScan(scoredItems(model), model.memory);
  for (let request = -task.warmUps; request < task.requests; request++) {
    const session = task.sessions[(request + task.warmUps) % task.sessions.length] ?? [];
    const excluded = new Set(session.filter((each) => each.in_cart).map((each) => each.item_id));
    const startMs = performance.now();
    const suggestions = recommend({ model, encoder, catalogue, session, excluded, limit });
    const tookMs = performance.now() - startMs;
    if (suggestions.length !== limit || suggestions.some(({ source, because }) => source !== 'model' || !because))
      throw new Error(`request ${request} was not answered by the model with reasons: ${JSON.stringify(suggestions)}`);
    const query = Float32Array.from({ length: model.manifest.dimensions }, (_, k) => Math.sin(request + k));
    const scanMs = performance.now();
    scan(query, 1, 0.2, 200);
    if (request < 0) continue;
    times.push(tookMs);
    scans.push(performance.now() - scanMs);
  }
  return { times, scans };
});
