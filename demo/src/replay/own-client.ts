import { createEdgecart, type Edgecart } from '@edgecart/sdk';
import { keepDiagnostic } from '../inspector/start-inspector.ts';

/** The folder of the demo's models. */
export const modelUrl = document.querySelector<HTMLMetaElement>('meta[name="edgecart-model"]')?.content;
/** How long to wait for a model; a shop that had none for the first basket has none for the next. */
let modelPatienceMs = 4_000;
const encoderPatienceMs = 15_000;

/** Without the encoder the item graph would answer, and the replay would measure that instead. */
async function encoderLoaded(client: Edgecart): Promise<void> {
  for (const start = Date.now(); ; ) {
    const { model } = await client.insights();
    const waitedMs = Date.now() - start;
    if (model?.encoder || waitedMs > (model ? encoderPatienceMs : modelPatienceMs)) {
      if (!model) modelPatienceMs = 0;
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}

/**
 * A client of the replay's own, for one basket: without a collector nothing can be sent, and it keeps to memory, so it
 * neither sees nor disturbs the shopper's visit.
 */
export async function openClient(): Promise<Edgecart> {
  const client = createEdgecart({
    catalogue: '/catalogue.json',
    ...(modelUrl !== undefined && { model: modelUrl }),
    memoryOnly: true,
    // Here an answer may take its time; what is measured is how good it is.
    timeLimitMs: 5_000,
    modelCheckMs: 3_600_000,
    onDiagnostic: keepDiagnostic,
  });
  await encoderLoaded(client);
  return client;
}
