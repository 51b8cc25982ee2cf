import type { Edgecart, Recommendations, RecommendRequest } from '../api.ts';
import { armAt, drawRanks, toldArm, turned } from './draw-arm.ts';
import { checkExperiment, type Experiment } from './experiment.ts';
import { deviceDraw } from './keep-draw.ts';

export interface RunningExperiment {
  /** Name of the arm that this page is in: do what it stands for. */
  arm: string;
  /** As the client's, but in an exploring arm a random draw of the pool, which counts as shown. */
  recommend(request?: RecommendRequest): Promise<Recommendations>;
}

const usualLimit = 10;
/** Link advantage 0.045 with two equal arms: (2 x 0.65 - 1)² / 2. */
const usualTruth = { page: 1, device: 0.65 };

/**
 * Puts this page into an arm of an experiment. From then on the records of what it suggests tell the arm, by a number from 1 to 7. One
 * experiment a page.
 *
 * @throws {OptionError} when the experiment is not one; nothing else is ever thrown.
 */
export async function startExperiment(
  edgecart: Pick<Edgecart, 'recommend' | 'shown' | 'insights'>,
  experiment: Experiment,
  random: () => number = Math.random,
): Promise<RunningExperiment> {
  checkExperiment(experiment);
  const { arms, name, unit = 'page', truth = usualTruth[unit] } = experiment;
  const { consent } = await edgecart.insights();
  const draw = deviceDraw(consent.store && unit === 'device', random);
  const index = armAt(arms, unit === 'device' ? turned(draw, name) : random());
  const told = 1 + toldArm(index, arms.length, truth, random);
  // Whatever asks on this page, a widget too, is in the arm from here on.
  await edgecart.recommend({ limit: 1, quiet: true, arm: told });
  const explore = arms[index]?.explore;

  return {
    arm: arms[index]?.name ?? '',
    async recommend(request = {}) {
      if (explore === undefined) return edgecart.recommend({ ...request, arm: told });
      const { limit = usualLimit } = request;
      const answer = await edgecart.recommend({ ...request, limit: explore.pool, quiet: true, arm: told });
      // Too few to draw from: the chance of each would be another one, so nothing of it is counted.
      if (answer.items.length < explore.pool) return { ...answer, items: answer.items.slice(0, limit) };
      const ranks = drawRanks(explore.pool, limit, random);
      // A place is the rank here: what is shown at any place was drawn with the same chance.
      const shown = new Set(ranks);
      if (request.quiet !== true)
        edgecart.shown(answer.items.map(({ item_id }, rank) => (shown.has(rank) ? item_id : '')));
      return { ...answer, items: ranks.flatMap((rank) => answer.items[rank] ?? []) };
    },
  };
}
