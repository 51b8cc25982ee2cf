import type { GoldenExample, ModelManifest } from '@edgecart/protocol';
import { loadModel, type Model, readModel, type SessionEncoder, sessionInput } from '@edgecart/recommender';

/** What golden-examples.test.ts runs in a worker: loads a model as the SDK does and answers its golden examples. */
async function answerGoldenExamples(folder: string, createEncoder: (model: Model) => SessionEncoder) {
  const { version } = await (await fetch(`${folder}/latest.json`)).json();
  const manifest = (await (await fetch(`${folder}/${version}/manifest.json`)).json()) as ModelManifest;
  const answer = await fetch(`${folder}/${version}/model.safetensors`);
  const { model, verified } = await loadModel(await readModel({ manifest, answer }));
  const encoder = createEncoder(model);
  const tops = manifest.golden.map(({ session }): GoldenExample['top'] => {
    const { top } = encoder.rank(sessionInput(model, session), 20);
    return top.map(({ row, score }) => ({ item_id: manifest.items[row] ?? '', score }));
  });
  return { verified, engine: encoder.engine, tops };
}

Object.assign(globalThis, { answerGoldenExamples });
