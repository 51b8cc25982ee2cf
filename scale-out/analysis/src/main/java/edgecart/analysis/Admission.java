package edgecart.analysis;

import java.util.Set;

/** Whether a record that is of its time goes on, by what its key has seen before. */
public final class Admission {
  /** What is remembered of the records of one key: for counts `(item, hour)`, for paths `(id, day)`. */
  public interface Memory {
    /** Remembers the id; answers whether it was known. */
    boolean sawBefore(String id) throws Exception;

    /** How many counts of that type have gone on. */
    long admitted(String type) throws Exception;

    void admit(String type, long admitted) throws Exception;
  }

  private Admission() {}

  /** Why the record is kept out, or null when it goes on. Without a catalogue (null) every item is known. */
  public static String reason(AnonymousRecord record, Memory memory, Set<String> catalogue, Rules rules)
      throws Exception {
    if (record instanceof PathRecord path) {
      if (memory.sawBefore(path.id())) return Reasons.DUPLICATE;
      return catalogue == null || catalogue.containsAll(path.items()) ? null : Reasons.UNKNOWN_ITEM;
    }
    CountRecord count = (CountRecord) record;
    if (memory.sawBefore(count.id())) return Reasons.DUPLICATE;
    if (catalogue != null && !catalogue.contains(count.item())) return Reasons.UNKNOWN_ITEM;
    long admitted = memory.admitted(count.type());
    if (admitted >= rules.maxPerCell) return Reasons.MACHINE_LIKE;
    memory.admit(count.type(), admitted + 1);
    return null;
  }
}
