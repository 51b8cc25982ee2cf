import { expect, test } from 'vitest';
import type { Compared } from './compare.ts';
import { failuresOf, lastLine } from './report.ts';
import type { Round } from './round.ts';

const round = (us: number, requestsPerS: number, failures: string[] = []): Round => ({
  ...{ requests: 100, us, requestsPerS, p50Ms: 1, p99Ms: 2, loadUs: 20, failures },
});

const compared: Compared = {
  variants: [
    { name: 'raw', what: '', rounds: [round(40, 20_000), round(50, 18_000), round(45, 19_000)] },
    { name: 'kafka', what: '', rounds: [round(200, 6_000)] },
    { name: 'usual', what: '', rounds: [round(600, 1_500, ['3 x status 500'])] },
  ],
  missing: [{ name: 'peer', reason: 'there is no Go' }],
  peerName: null,
  othersCores: 0.051,
  twoCores: {
    ...{ seconds: 60, recordsPerS: 200_000, p50Ms: 5, p99Ms: 14, drained: undefined, failures: [] },
    cores: { workers: 1.5, broker: undefined, load: 0.2 },
  },
};

test('the last line has medians, ratios, and null for what was not measured', () => {
  expect(lastLine(compared)).toMatchObject({
    ...{ raw_us: 45, raw_rps: 19_000, kafka_us: 200, usual_rps: 1_500, two_cores_rps: 200_000, two_cores_p99_ms: 14 },
    ...{ log_us: null, peer_us: null, peer_rps: null, peer: null },
    ...{ kafka_rps_by_usual_rps: 4, kafka_rps_by_peer_rps: null, log_us_by_raw_us: null },
  });
});

test('each failure is told with its variant and round', () => {
  expect(failuresOf(compared)).toEqual(['usual, round 1: 3 x status 500']);
  expect(lastLine(compared).failures).toBe(1);
});
