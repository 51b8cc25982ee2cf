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

  void add(String cell, long delta) {
    Long before = store.get(cell);
    long total = before == null ? delta : before + delta;
    store.put(cell, total);
    untold.put(cell, total);
  }

  void tell(Teller teller) {
    untold.forEach((cell, total) -> teller.tell(cell, Long.toString(total)));
    untold.clear();
  }
}
