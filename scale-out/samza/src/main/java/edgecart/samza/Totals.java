package edgecart.samza;

import java.util.HashMap;
import java.util.Map;
import org.apache.samza.storage.kv.KeyValueStore;

/** The totals of this task's cells. */
final class Totals {
  private final KeyValueStore<String, Long> store;
  /** What changed since it was told. */
  private final Map<String, Long> untold = new HashMap<>();

  Totals(KeyValueStore<String, Long> store) {
    this.store = store;
  }

  /** Adds to a cell of that hour or day. */
  void add(String cell, String hourOrDay, long delta) {
    String key = ByTime.key(hourOrDay, cell);
    Long before = store.get(key);
    long total = before == null ? delta : before + delta;
    store.put(key, total);
    untold.put(cell, total);
  }

  void tell(Teller teller) {
    untold.forEach((cell, total) -> teller.tell(cell, Long.toString(total)));
    untold.clear();
  }

  /** Lets go of cells for which everything would be late. */
  void forgetBefore(long timeMs) {
    ByTime.forgetBefore(store, timeMs);
  }
}
