package edgecart.samza;

import edgecart.analysis.Options;
import edgecart.analysis.Rules;
import java.io.IOException;
import java.util.Set;
import org.apache.samza.application.TaskApplication;
import org.apache.samza.application.descriptors.TaskApplicationDescriptor;
import org.apache.samza.serializers.ByteSerde;
import org.apache.samza.serializers.KVSerde;
import org.apache.samza.serializers.LongSerde;
import org.apache.samza.serializers.StringSerde;
import org.apache.samza.storage.kv.descriptors.RocksDbTableDescriptor;
import org.apache.samza.system.kafka.descriptors.KafkaSystemDescriptor;
import org.apache.samza.task.StreamTaskFactory;

/** The job's streams and stores. */
final class CartAnalysis implements TaskApplication {
  static final String MEMORY = "memory";
  static final String TOTALS = "totals";
  static final String WEIGHTS = "weights";

  /** Twice what the rules ask for: the store counts from the last change by the clock, and this job may fall behind. */
  private static final long KEPT_MS = 2 * Rules.BUILT_IN.keepMs;

  private final Options options;
  private final Set<String> catalogue;

  CartAnalysis(Options options) throws IOException {
    this.options = options;
    catalogue = options.catalogue();
  }

  @Override
  public void describe(TaskApplicationDescriptor application) {
    KafkaSystemDescriptor kafka = new KafkaSystemDescriptor("kafka");
    KVSerde<byte[], byte[]> bytes = KVSerde.of(new ByteSerde(), new ByteSerde());
    KVSerde<String, String> texts = KVSerde.of(new StringSerde(), new StringSerde());
    Topics topics = new Topics(options);
    application.withInputStream(kafka.getInputDescriptor("counts", bytes).withPhysicalName(topics.counts()));
    application.withInputStream(kafka.getInputDescriptor("paths", bytes).withPhysicalName(topics.paths()));
    application.withInputStream(kafka.getInputDescriptor("pairs", texts).withPhysicalName(topics.pairs()));
    application.withOutputStream(kafka.getOutputDescriptor("pairs", texts).withPhysicalName(topics.pairs()));
    application.withOutputStream(kafka.getOutputDescriptor("cells", texts).withPhysicalName(topics.cells()));
    application.withTable(store(MEMORY).withTtl(KEPT_MS));
    application.withTable(store(TOTALS).withTtl(KEPT_MS));
    application.withTable(store(WEIGHTS));
    Long hour = options.trendingHour();
    application.withTaskFactory((StreamTaskFactory) () -> new CartTask(topics, catalogue, hour));
  }

  private static RocksDbTableDescriptor<String, Long> store(String name) {
    return new RocksDbTableDescriptor<>(name, KVSerde.of(new StringSerde(), new LongSerde())).withChangelogEnabled();
  }
}
