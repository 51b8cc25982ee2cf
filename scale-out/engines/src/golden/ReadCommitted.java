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
 * Prints the committed messages of topics, each as `topic base64` on a line: of each topic when there are as many as are
 * wanted, and then all that stand there, also when they are more. Arguments: brokers, seconds of patience, and for each
 * topic its name and how many are wanted.
 */
public final class ReadCommitted {
  public static void main(String[] arguments) {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", arguments[0]);
    properties.setProperty("isolation.level", "read_committed");
    long endMs = System.currentTimeMillis() + 1_000 * Long.parseLong(arguments[1]);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      for (int at = 2; at < arguments.length; at += 2)
        System.out.print(read(consumer, arguments[at], Long.parseLong(arguments[at + 1]), endMs));
    }
  }

  private static StringBuilder read(KafkaConsumer<byte[], byte[]> consumer, String topic, long wanted, long endMs) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream().map(info -> new TopicPartition(topic, info.partition())).toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    StringBuilder lines = new StringBuilder();
    long seen = 0;
    Map<TopicPartition, Long> ends = null;
    while (ends == null || !reached(consumer, ends)) {
      for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofMillis(200))) {
        lines.append(topic).append(' ').append(Base64.getEncoder().encodeToString(message.value())).append('\n');
        seen += 1;
      }
      if (ends == null && (seen >= wanted || System.currentTimeMillis() > endMs)) ends = consumer.endOffsets(partitions);
    }
    return lines;
  }

  private static boolean reached(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }
}
