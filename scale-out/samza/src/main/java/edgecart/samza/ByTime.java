package edgecart.samza;

import edgecart.analysis.Times;
import org.apache.samza.storage.kv.Entry;
import org.apache.samza.storage.kv.KeyValueStore;

/** Keys that begin with their hour or day, so that what is old lies together in the store and can be deleted. */
final class ByTime {
  private static final String PREFIX = "at|";

  private ByTime() {}

  static String key(String hourOrDay, String rest) {
    return PREFIX + hourOrDay + "|" + rest;
  }

  /** Deletes what is of a time before; not all at once, since a task that does not read is not alive to Kafka. */
  static void forgetBefore(KeyValueStore<String, Long> store, long timeMs) {
    if (timeMs <= 0) return;
    String end = PREFIX + Times.hour(Math.floorDiv(timeMs, Times.HOUR_MS));
    for (Entry<String, Long> old : Scan.range(store, PREFIX, end, 10_000)) store.delete(old.getKey());
  }
}
