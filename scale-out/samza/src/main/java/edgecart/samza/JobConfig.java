package edgecart.samza;

import edgecart.analysis.Options;
import java.util.HashMap;
import java.util.Map;

/** Samza's settings: https://samza.apache.org/learn/documentation/latest/jobs/samza-configurations.html */
final class JobConfig {
  private JobConfig() {}

  static Map<String, String> of(Options options) {
    String name = options.text("name", "edgecart-samza");
    Map<String, String> config = new HashMap<>();
    config.put("job.name", name);
    config.put("app.name", name);
    config.put("app.id", "1");
    // One process with all partitions, without ZooKeeper. For several, see README.md.
    config.put("processor.id", "0");
    config.put("job.coordinator.factory", "org.apache.samza.standalone.PassthroughJobCoordinatorFactory");
    config.put("job.coordinator.system", "kafka");
    config.put("job.coordinator.replication.factor", "1");
    config.put("job.default.system", "kafka");
    config.put("task.name.grouper.factory", "org.apache.samza.container.grouper.task.SingleContainerGrouperFactory");
    config.put("task.checkpoint.factory", "org.apache.samza.checkpoint.kafka.KafkaCheckpointManagerFactory");
    config.put("task.checkpoint.system", "kafka");
    config.put("task.checkpoint.replication.factor", "1");
    // The task itself asks for each commit, after it has told what changed.
    config.put("task.commit.ms", "-1");
    config.put("task.window.ms", "1000");
    // A restarted task sees its state as of its last commit, whatever it had written since.
    config.put("task.transactional.state.checkpoint.enabled", "true");
    config.put("task.transactional.state.restore.enabled", "true");
    // And nothing, when it ended before its first commit; by default it would keep what it had written.
    config.put("task.transactional.state.retain.existing.state", "false");
    options.kafka().forEach((key, value) -> {
      config.put("systems.kafka.consumer." + key, value.toString());
      config.put("systems.kafka.producer." + key, value.toString());
    });
    config.put("systems.kafka.consumer.isolation.level", "read_committed");
    config.put("systems.kafka.producer.compression.type", "lz4");
    config.put("systems.kafka.default.stream.replication.factor", "1");
    config.put("systems.kafka.default.stream.samza.offset.default", "oldest");
    config.put("job.logged.store.base.dir", options.required("state"));
    config.put("job.non-logged.store.base.dir", options.required("state"));
    config.put("stores.default.changelog.replication.factor", "1");
    // Where a store forgets, Samza has its changelog keep everything for that time instead of the newest of each key.
    for (String store : new String[] {CartAnalysis.MEMORY, CartAnalysis.TOTALS})
      config.put("stores." + store + ".changelog.kafka.cleanup.policy", "compact,delete");
    return config;
  }
}
