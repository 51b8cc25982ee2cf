import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts } from '@edgecart/kafka-broker';
import type { Programs } from '../install/programs.ts';
import { JavaProcess } from '../process/java-process.ts';
import { until } from '../process/until.ts';
import { FlinkRest } from './flink-rest.ts';
import { flinkSettings } from './flink-settings.ts';

const logging = fileURLToPath(new URL('../../../flink/log4j2.properties', import.meta.url));

// As Flink's own config.yaml opens them for Java 17.
const opened = [
  'lang',
  'net',
  'io',
  'nio',
  'lang.reflect',
  'text',
  'time',
  'util',
  'util.concurrent',
  'util.concurrent.atomic',
];
const javaOptions = [
  ...['-XX:+UseSerialGC', '-XX:-UsePerfData', '-Djava.awt.headless=true', `-Dlog4j2.configurationFile=file:${logging}`],
  '--add-exports=java.base/sun.net.util=ALL-UNNAMED',
  ...opened.map((name) => `--add-opens=java.base/java.${name}=ALL-UNNAMED`),
];

export interface FlinkClusterOptions {
  programs: Programs;
  /** Where its settings, logs and checkpoints are. */
  folder: string;
  /** How many tasks of each kind run at once. Default 2. */
  slots?: number;
  /** Between two checkpoints. Default 2, for tests that wait for one; a job that is not waited for wants 10 or more. */
  checkpointSeconds?: number;
}

/** A standalone cluster: one JobManager and one TaskManager, each a process that can be killed. */
export class FlinkCluster {
  readonly rest: FlinkRest;
  readonly #options: Required<FlinkClusterOptions>;
  #jobManager: JavaProcess | undefined;
  #taskManager: JavaProcess | undefined;

  private constructor(options: Required<FlinkClusterOptions>, restPort: number) {
    this.#options = options;
    this.rest = new FlinkRest(restPort);
  }

  /** Starts a cluster and resolves when it takes jobs. */
  static async start(given: FlinkClusterOptions): Promise<FlinkCluster> {
    const options = { slots: 2, checkpointSeconds: 2, ...given };
    const [rest = 0, jobManager = 0, blobs = 0, taskManager = 0, data = 0] = await freePorts(5);
    for (const name of ['conf', 'web', 'tmp', 'checkpoints'])
      mkdirSync(join(options.folder, name), { recursive: true });
    const { folder, slots, checkpointSeconds } = options;
    const ports = { rest, jobManager, blobs, taskManager, data };
    const settings = flinkSettings(folder, ports, slots, checkpointSeconds);
    writeFileSync(join(options.folder, 'conf', 'config.yaml'), settings);
    const cluster = new FlinkCluster(options, rest);
    try {
      cluster.startJobManager();
      cluster.startTaskManager();
      await cluster.ready();
    } catch (error) {
      await cluster.close();
      throw error;
    }
    return cluster;
  }

  #launch(name: string, heap: readonly string[], mainClass: string, restarts = 0): JavaProcess {
    const { programs, folder } = this.#options;
    const classPath = programs.flinkClassPath.join(delimiter);
    return new JavaProcess({
      ...{ name: `Flink's ${name}`, java: programs.java, logFile: join(folder, `${name}.log`), restarts },
      arguments: [...heap, ...javaOptions, '-cp', classPath, mainClass, '--configDir', join(folder, 'conf')],
    });
  }

  /** The JobManager and the TaskManager, as started last. */
  get processes(): JavaProcess[] {
    return [this.#jobManager, this.#taskManager].filter((process) => process !== undefined);
  }

  startJobManager(): void {
    const main = 'org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint';
    this.#jobManager = this.#launch('JobManager', ['-Xmx384m'], main);
  }

  startTaskManager(): void {
    const main = 'org.apache.flink.runtime.taskexecutor.TaskManagerRunner';
    this.#taskManager = this.#launch('TaskManager', ['-Xmx384m', '-XX:MaxDirectMemorySize=128m'], main, 2);
  }

  /** Resolves when every slot is there. */
  async ready(): Promise<void> {
    const { slots } = this.#options;
    const ready = async () => ((await this.rest.slots()) >= slots ? true : undefined);
    await until("Flink's cluster", ready, { workers: this.processes });
  }

  /** As a crash of the machine that does the work. */
  async killTaskManager(): Promise<void> {
    await this.#taskManager?.kill();
  }

  /** As a crash of the machine that leads the work: it forgets its jobs. */
  async killJobManager(): Promise<void> {
    await this.#jobManager?.kill();
  }

  async close(): Promise<void> {
    await Promise.all([this.#taskManager?.kill(), this.#jobManager?.kill()]);
  }
}
