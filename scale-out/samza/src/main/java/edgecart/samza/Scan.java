package edgecart.samza;

import java.util.ArrayList;
import java.util.List;
import org.apache.samza.storage.kv.Entry;
import org.apache.samza.storage.kv.KeyValueIterator;
import org.apache.samza.storage.kv.KeyValueStore;

/** Entries of a store in the order of their keys. */
final class Scan {
  private Scan() {}

  /** All from a key on and before another. */
  static List<Entry<String, Long>> range(KeyValueStore<String, Long> store, String from, String before) {
    List<Entry<String, Long>> found = new ArrayList<>();
    KeyValueIterator<String, Long> entries = store.range(from, before);
    try {
      while (entries.hasNext()) found.add(entries.next());
    } finally {
      // RocksDB keeps what an iterator stands on until it is closed.
      entries.close();
    }
    return found;
  }
}
