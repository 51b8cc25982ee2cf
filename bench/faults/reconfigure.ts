import type { Flags } from './collector.ts';
import type { Fault } from './fault.ts';

/**
 * From small to big and back. The fewest remembered ids are still more than all clients can have under way: within that
 * the collector promises to store nothing twice.
 */
const configurations: Flags[] = [
  { 'segment-bytes': 4_096, 'max-recent-ids': 5_000, 'max-body-bytes': 16_384, workers: 1 },
  { 'segment-bytes': 67_108_864, 'max-recent-ids': 2_000_000, 'max-body-bytes': 1_048_576, workers: 4 },
  { 'segment-bytes': 1_048_576, 'max-recent-ids': 1_000_000, 'seal-age-ms': 60_000, 'max-seal-age-ms': 600_000 },
  // The last one seals soon, so that what lies there can be looked for in Kafka.
  { 'segment-bytes': 32_768, 'max-recent-ids': 10_000, 'seal-age-ms': 200, 'max-seal-age-ms': 400, workers: 2 },
];

/** Restarts with a bigger and a smaller configuration, after SIGTERM and after `kill -9` in turn. */
export const reconfigure: Fault = {
  name: 'restart with another configuration',
  async run({ collector, load, short }) {
    const rounds = short ? 1 : 5;
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, flags] of configurations.entries()) {
        if ((round + index) % 2 === 0) await collector.stop();
        else await collector.kill();
        collector.start({ flags: { ...collector.setup.flags, ...flags } });
        await load.progress(1_000);
      }
    }
    return rounds * configurations.length;
  },
};
