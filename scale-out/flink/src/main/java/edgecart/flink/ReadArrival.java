package edgecart.flink;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads a message of Kafka; nothing that comes can make it fail. */
final class ReadArrival implements KafkaRecordDeserializationSchema<Arrival> {
  private final String source;

  ReadArrival(String source) {
    this.source = source;
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<Arrival> out) {
    long arrivalMs = Math.min(message.timestamp(), System.currentTimeMillis());
    out.collect(new Arrival(source, arrivalMs, message.key(), message.value()));
  }

  @Override
  public TypeInformation<Arrival> getProducedType() {
    return TypeInformation.of(Arrival.class);
  }
}
