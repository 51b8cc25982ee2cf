import { fetchModel, loadModel, readModel } from '@edgecart/recommender';
import { createEncoder } from '@edgecart/recommender/encoder';
import { answerTask } from '../device/browser/answer-task.ts';
import { type Household, type Replayed, replayHousehold } from './replay-household.ts';

export interface ReplayTask {
  modelFolder: string;
  version: string;
  /** URL of the households as JSON. */
  households: string;
  countedWeeks: number[];
}

answerTask<ReplayTask, Replayed[]>(async ({ modelFolder, version, households, countedWeeks }) => {
  const { model } = await loadModel(await readModel(await fetchModel(modelFolder, version, fetch)));
  const [learning, plain] = [createEncoder(model), createEncoder(model)];
  const all = (await (await fetch(households)).json()) as Household[];
  return all.map((household) =>
    replayHousehold(model, learning, plain, household, (week) => countedWeeks.includes(week)),
  );
});
