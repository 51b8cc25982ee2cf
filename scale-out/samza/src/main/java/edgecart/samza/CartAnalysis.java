package edgecart.samza;

import edgecart.analysis.Options;
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
  /** Both its name and the name of its topic's setting. */
  static final String PAIRS = "pairs";

  static final String MEMORY = "memory";
  static final String TOTALS = "totals";
  static final String WEIGHTS = "weights";

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
    application.withInputStream(kafka.getInputDescriptor(topics.counts(), bytes));
    application.withInputStream(kafka.getInputDescriptor(topics.paths(), bytes));
    application.withInputStream(kafka.getInputDescriptor(topics.pairs(), texts));
    application.withOutputStream(kafka.getOutputDescriptor(topics.pairs(), texts));
    application.withOutputStream(kafka.getOutputDescriptor(topics.cells(), texts));
    for (String store : new String[] {MEMORY, TOTALS, WEIGHTS})
      application.withTable(
          new RocksDbTableDescriptor<>(store, KVSerde.of(new StringSerde(), new LongSerde())).withChangelogEnabled());
    Long hour = options.trendingHour();
    application.withTaskFactory((StreamTaskFactory) () -> new CartTask(topics, catalogue, hour));
  }
}
