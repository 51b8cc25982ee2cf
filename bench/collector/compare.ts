import { numbers, shuffled } from '../device/numbers.ts';
import type { RunningBroker } from './broker.ts';
import { watchOthers } from './busy-cores.ts';
import { allDelivered } from './delivery-watch.ts';
import { type Comparison, connections } from './extent.ts';
import { LoadGenerator } from './load/load-generator.ts';
import { recordsPerRequest } from './load/sample-batch.ts';
import { measureRound, type Round } from './round.ts';
import { measureTwoCores, type TwoCores } from './two-cores.ts';
import { startVariants, type Variant, type VariantName } from './variants.ts';

/** Everything that was measured of one variant. */
export interface VariantRounds {
  name: VariantName;
  what: string;
  rounds: Round[];
}

export interface Compared {
  variants: VariantRounds[];
  missing: { name: VariantName; reason: string }[];
  peerName: string | null;
  /** Cores that others kept busy during the rounds. */
  othersCores: number;
  twoCores: TwoCores;
}

/** Measures all variants in turns, in another order each round, and then two workers of ours together. */
export async function compare(
  folder: string,
  broker: RunningBroker | { kind: 'missing'; reason: string },
  extent: Comparison,
  say: (what: string) => void,
): Promise<Compared> {
  const variants = await startVariants(folder, broker, say);
  const load = await LoadGenerator.start();
  const { running, missing, peerName } = variants;
  try {
    const measured = new Map(running.map(({ name, what }) => [name, { name, what, rounds: [] as Round[] }]));
    say(`Warming up ${running.map(({ name }) => name).join(', ')}, ${extent.warmUpSeconds} s each ...`);
    for (const variant of running) await measure(variant, load, extent.warmUpSeconds);
    const next = numbers(1);
    const others = watchOthers();
    for (let round = 0; round < extent.rounds; round += 1) {
      say(`Round ${round + 1} of ${extent.rounds}, ${connections} connections, ${extent.secondsPerRound} s each ...`);
      for (const variant of shuffled(running, next)) {
        measured.get(variant.name)?.rounds.push(await measure(variant, load, extent.secondsPerRound));
      }
    }
    const othersCores = others();
    for (const { name, deliveries, acknowledged } of running) {
      if (deliveries === undefined) continue;
      say(`Waiting until Kafka has all that ${name} acknowledged ...`);
      await allDelivered(deliveries, acknowledged * recordsPerRequest);
    }
    await variants.close();
    say(`Two workers, ${connections} connections, ${extent.twoCoresSeconds} s ...`);
    const runningBroker = broker.kind === 'running' ? broker : undefined;
    const twoCores = await measureTwoCores(folder, runningBroker, load, extent.twoCoresSeconds);
    return { variants: [...measured.values()], missing, peerName, othersCores, twoCores };
  } finally {
    load.stop();
    await variants.close();
  }
}

/** A round; when it can't be brought to its end, what the server wrote tells why. */
async function measure(variant: Variant, load: LoadGenerator, seconds: number): Promise<Round> {
  try {
    return await measureRound(variant, load, seconds);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${variant.name}: ${reason}; the server's last words:\n${variant.server.output()}`, {
      cause: error,
    });
  }
}
