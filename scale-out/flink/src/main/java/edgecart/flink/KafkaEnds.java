package edgecart.flink;

import edgecart.analysis.Options;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Where messages come from and go to. */
final class KafkaEnds {
  /** How a message of some type is written; a type of its own, since Flink sends it to other machines. */
  interface Message<T> extends java.io.Serializable {
    ProducerRecord<byte[], byte[]> of(String topic, T value);
  }

  private final Options options;

  KafkaEnds(Options options) {
    this.options = options;
  }

  KafkaSource<Arrival> source(String name) {
    var builder =
        KafkaSource.<Arrival>builder()
            .setProperties(options.kafka())
            .setProperty("partition.discovery.interval.ms", "60000")
            .setTopics(options.topic(name))
            .setGroupId(options.text("group", "edgecart-flink"))
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setDeserializer(new ReadArrival(name));
    if (options.text("bounded", "no").equals("yes")) builder.setBounded(OffsetsInitializer.latest());
    return builder.build();
  }

  /** Each value once, for readers with `isolation.level=read_committed`: in Kafka's transactions, ended by checkpoints. */
  <T> Sink<T> sink(String name, Message<T> message) {
    String topic = options.topic(name);
    KafkaRecordSerializationSchema<T> serializer = (value, context, timeMs) -> message.of(topic, value);
    return KafkaSink.<T>builder()
        .setKafkaProducerConfig(options.kafka())
        .setProperty("transaction.timeout.ms", "600000")
        .setProperty("compression.type", "zstd")
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix(options.text("group", "edgecart-flink") + "-" + topic)
        .setRecordSerializer(serializer)
        .build();
  }
}
