import { startExperiment } from './start-experiment.ts';

/** For the script tag: `edgecart('ready', (client) => edgecartExperiments.startExperiment(client, experiment))`. */
Object.assign(window, { edgecartExperiments: { startExperiment } });
