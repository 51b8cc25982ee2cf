package edgecart.samza;

import edgecart.analysis.Admission;
import edgecart.analysis.AnonymousRecord;
import edgecart.analysis.Cells;
import edgecart.analysis.CountRecord;
import edgecart.analysis.PathRecord;
import org.apache.samza.storage.kv.KeyValueStore;

/** What is remembered of the records that share a record's key. */
final class TaskMemory implements Admission.Memory {
  private final KeyValueStore<String, Long> store;
  private final String key;

  TaskMemory(KeyValueStore<String, Long> store, AnonymousRecord record) {
    this.store = store;
    key =
        record instanceof CountRecord count
            ? Cells.key("count", count.item(), count.hour())
            : Cells.key("path", ((PathRecord) record).day());
  }

  @Override
  public boolean sawBefore(String id) {
    String place = key + "|id|" + id;
    if (store.get(place) != null) return true;
    store.put(place, 1L);
    return false;
  }

  @Override
  public long admitted(String type) {
    Long count = store.get(key + "|of|" + type);
    return count == null ? 0 : count;
  }

  @Override
  public void admit(String type, long admitted) {
    store.put(key + "|of|" + type, admitted);
  }

}
