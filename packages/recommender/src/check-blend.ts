import type { ModelManifest } from '@edgecart/protocol';

/** Throws an `Error` that names what no score can be made with. Manifests come from the network. */
export function checkBlend({ temperature, popularity, graph, decay, repeat }: ModelManifest['blend']): void {
  const fits = {
    temperature: temperature > 0,
    popularity: popularity >= 0,
    graph: graph >= 0,
    decay: decay > 0,
    repeat: Array.isArray(repeat) && repeat.length === 2,
  };
  const numbers = { temperature, popularity, graph, decay, repeat };
  for (const [name, fit] of Object.entries(fits)) {
    const value = numbers[name as keyof typeof numbers];
    if (!fit || ![value].flat().every(Number.isFinite))
      throw new Error(`the manifest's blend has ${JSON.stringify(value)} for ${name}`);
  }
}
