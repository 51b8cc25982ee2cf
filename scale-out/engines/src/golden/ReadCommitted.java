import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Prints the committed messages of a topic, each in base64 on a line, when there are as many as are wanted; then all that
 * stand there, also when they are more. Arguments: brokers, topic, how many, seconds of patience.
 */
public final class ReadCommitted {
  public static void main(String[] arguments) {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", arguments[0]);
    properties.setProperty("isolation.level", "read_committed");
    long wanted = Long.parseLong(arguments[2]);
    long endMs = System.currentTimeMillis() + 1_000 * Long.parseLong(arguments[3]);
    StringBuilder lines = new StringBuilder();
    long seen = 0;
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(arguments[1]).stream().map(info -> new TopicPartition(info.topic(), info.partition())).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = null;
      while (ends == null || !reached(consumer, ends)) {
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofMillis(200))) {
          lines.append(Base64.getEncoder().encodeToString(message.value())).append('\n');
          seen += 1;
        }
        if (ends == null && (seen >= wanted || System.currentTimeMillis() > endMs)) ends = consumer.endOffsets(partitions);
      }
    }
    System.out.print(lines);
  }

  private static boolean reached(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }
}
