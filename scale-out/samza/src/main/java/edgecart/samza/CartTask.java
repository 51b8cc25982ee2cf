package edgecart.samza;

import edgecart.analysis.Admission;
import edgecart.analysis.AnonymousRecord;
import edgecart.analysis.Cells;
import edgecart.analysis.CountRecord;
import edgecart.analysis.PathRecord;
import edgecart.analysis.Reasons;
import edgecart.analysis.Rules;
import java.util.List;
import java.util.Set;
import org.apache.samza.context.Context;
import org.apache.samza.storage.kv.KeyValueStore;
import org.apache.samza.system.IncomingMessageEnvelope;
import org.apache.samza.system.OutgoingMessageEnvelope;
import org.apache.samza.system.SystemStream;
import org.apache.samza.task.InitableTask;
import org.apache.samza.task.MessageCollector;
import org.apache.samza.task.StreamTask;
import org.apache.samza.task.TaskCoordinator;
import org.apache.samza.task.WindowableTask;

/**
 * One partition: its counts, its paths, and the pairs that came to it. The cells of an item are where its counts are; what
 * a path adds goes through the topic of pairs, keyed by its cell.
 */
final class CartTask implements StreamTask, InitableTask, WindowableTask {
  private static final Rules RULES = Rules.BUILT_IN;

  private final Topics topics;
  private final Set<String> catalogue;
  private final Long fixedHour;
  private List<KeyValueStore<String, Long>> stores;
  private KeyValueStore<String, Long> memory;
  private Totals totals;
  private TrendingItems trending;

  CartTask(Topics topics, Set<String> catalogue, Long fixedHour) {
    this.topics = topics;
    this.catalogue = catalogue;
    this.fixedHour = fixedHour;
  }

  @Override
  public void init(Context context) {
    memory = store(context, CartAnalysis.MEMORY);
    KeyValueStore<String, Long> sums = store(context, CartAnalysis.TOTALS);
    KeyValueStore<String, Long> weights = store(context, CartAnalysis.WEIGHTS);
    stores = List.of(memory, sums, weights);
    totals = new Totals(sums);
    trending = new TrendingItems(weights, fixedHour);
  }

  @SuppressWarnings("unchecked")
  private static KeyValueStore<String, Long> store(Context context, String name) {
    return (KeyValueStore<String, Long>) context.getTaskContext().getStore(name);
  }

  @Override
  public void process(IncomingMessageEnvelope message, MessageCollector out, TaskCoordinator coordinator)
      throws Exception {
    String topic = message.getSystemStreamPartition().getStream();
    if (topic.equals(topics.pairs())) {
      takePair((String) message.getKey(), (String) message.getMessage());
      return;
    }
    String source = topic.equals(topics.counts()) ? "counts" : "paths";
    long arrivalMs = Math.min(message.getEventTime(), System.currentTimeMillis());
    AnonymousRecord record = AnonymousRecord.read((byte[]) message.getMessage(), source);
    String reason = record == null ? Reasons.FOREIGN : record.reasonOfTime(arrivalMs, RULES);
    if (reason == null) reason = Admission.reason(record, new TaskMemory(memory, record), catalogue, RULES);
    Envelope from = new Envelope(message);
    if (reason != null) from.send(Cells.dropped(reason, arrivalMs), 1, out);
    else if (record instanceof CountRecord count) takeCount(count);
    else takePath((PathRecord) record, from, out);
  }

  private void takeCount(CountRecord count) {
    totals.add(Cells.key("item-hour", count.item(), count.type(), count.hour()), 1);
    Long demand = RULES.cartDemand(count.type());
    if (demand != null)
      totals.add(Cells.key("cart-demand", count.item(), count.hour()), demand * count.quantity());
    trending.add(count);
  }

  private void takePath(PathRecord path, Envelope from, MessageCollector out) {
    for (PathRecord.Pair pair : path.follows(RULES)) {
      from.send(Cells.key("follows", pair.item(), pair.other(), path.day()), pair.weight(), out);
      from.send(Cells.key("follows-paths", pair.item(), pair.other(), path.day()), 1, out);
    }
    for (PathRecord.Pair pair : path.together())
      from.send(Cells.key("together", pair.item(), pair.other(), path.day()), 1, out);
  }

  /**
   * After a restart the messages since the last commit are read again, and their pairs sent again. A sender's pairs come
   * in the order of its messages, so what is not beyond the last one taken was taken before.
   */
  private void takePair(String cell, String message) {
    String[] parts = message.split(" ");
    String sender = "from|" + parts[0];
    long number = Long.parseLong(parts[1]);
    Long taken = memory.get(sender);
    if (taken != null && number <= taken) return;
    memory.put(sender, number);
    totals.add(cell, Long.parseLong(parts[2]));
  }

  /** A message that was read, as the sender of what follows from it. */
  private final class Envelope {
    private final String sender;
    private final long offset;
    private int sent;

    Envelope(IncomingMessageEnvelope message) {
      var partition = message.getSystemStreamPartition();
      sender = partition.getStream() + "/" + partition.getPartition().getPartitionId();
      offset = Long.parseLong(message.getOffset());
    }

    /** Numbered by the message and the place within what it sends; no path gives as many as 1,000 cells anything. */
    void send(String cell, long delta, MessageCollector out) {
      String value = sender + " " + (offset * 1_000 + sent++) + " " + delta;
      out.send(new OutgoingMessageEnvelope(new SystemStream("kafka", topics.pairs()), cell, cell, value));
    }
  }

  /**
   * Tells what changed, and only then lets the place up to which was read be kept: nothing is left untold by a crash. The
   * stores are flushed here because Samza 1.8.0 flushes their caches after its producer: a commit could name a place of a
   * changelog that the cache's last changes had not reached, and a task that was killed began anew without them.
   */
  @Override
  public void window(MessageCollector out, TaskCoordinator coordinator) {
    SystemStream cells = new SystemStream("kafka", topics.cells());
    totals.tell((cell, total) -> out.send(new OutgoingMessageEnvelope(cells, cell, cell, total)));
    trending.tell((cell, total) -> out.send(new OutgoingMessageEnvelope(cells, cell, cell, total)));
    stores.forEach(KeyValueStore::flush);
    coordinator.commit(TaskCoordinator.RequestScope.CURRENT_TASK);
  }
}
