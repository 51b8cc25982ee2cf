/** The ports of one cluster, all on 127.0.0.1. */
export interface FlinkPorts {
  rest: number;
  jobManager: number;
  blobs: number;
  taskManager: number;
  data: number;
}

/**
 * `config.yaml` of a cluster of one JobManager and one TaskManager:
 * https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/config/
 */
export function flinkSettings(folder: string, ports: FlinkPorts, slots: number, checkpointSeconds: number): string {
  const settings: Record<string, string | number | boolean> = {
    'jobmanager.rpc.address': '127.0.0.1',
    'jobmanager.rpc.port': ports.jobManager,
    'jobmanager.bind-host': '127.0.0.1',
    'rest.address': '127.0.0.1',
    'rest.bind-address': '127.0.0.1',
    'rest.port': ports.rest,
    'blob.server.port': ports.blobs,
    'taskmanager.host': '127.0.0.1',
    'taskmanager.bind-host': '127.0.0.1',
    'taskmanager.rpc.port': ports.taskManager,
    'taskmanager.data.port': ports.data,
    'taskmanager.numberOfTaskSlots': slots,
    'parallelism.default': slots,
    // Flink's shell scripts work the sizes out; a TaskManager that is started without them wants each.
    'taskmanager.cpu.cores': slots,
    'taskmanager.memory.framework.heap.size': '64m',
    'taskmanager.memory.framework.off-heap.size': '64m',
    'taskmanager.memory.task.heap.size': '320m',
    'taskmanager.memory.task.off-heap.size': '0m',
    'taskmanager.memory.network.min': '64m',
    'taskmanager.memory.network.max': '64m',
    'taskmanager.memory.managed.size': '128m',
    'taskmanager.memory.jvm-metaspace.size': '192m',
    'taskmanager.memory.jvm-overhead.min': '64m',
    'taskmanager.memory.jvm-overhead.max': '64m',
    'state.backend.type': 'rocksdb',
    'execution.checkpointing.dir': `file://${folder}/checkpoints`,
    'execution.checkpointing.interval': `${checkpointSeconds}s`,
    'execution.checkpointing.timeout': '5min',
    'execution.checkpointing.incremental': true,
    'execution.checkpointing.num-retained': 2,
    // A job goes on from its newest checkpoint after its whole cluster was lost, too.
    'execution.checkpointing.externalized-checkpoint-retention': 'RETAIN_ON_CANCELLATION',
    'restart-strategy.type': 'fixed-delay',
    'restart-strategy.fixed-delay.attempts': 2_147_483_647,
    'restart-strategy.fixed-delay.delay': '1s',
    'heartbeat.interval': 2_000,
    // How long a killed TaskManager is waited for; a machine that is busy answers late.
    'heartbeat.timeout': 20_000,
    'slot.request.timeout': 300_000,
    // A machine under load does not start the actors in the usual 10 s: seen at a load of 25.
    'pekko.startup-timeout': '2min',
    'web.tmpdir': `${folder}/web`,
    'io.tmp.dirs': `${folder}/tmp`,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
}
