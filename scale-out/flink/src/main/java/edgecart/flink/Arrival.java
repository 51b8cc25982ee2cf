package edgecart.flink;

import edgecart.analysis.AnonymousRecord;
import edgecart.analysis.Cells;
import edgecart.analysis.CountRecord;
import edgecart.analysis.PathRecord;

/** A message as it came, and what it says. Open and with an empty constructor, so that Flink writes it field by field. */
public class Arrival {
  /** `counts` or `paths`: the topic that it came by. */
  public String source;

  public long arrivalMs;
  public byte[] key;
  public byte[] message;

  /** Set when it is a count. */
  public CountRecord count;

  /** Set when it is a path; a foreign message is neither. */
  public PathRecord path;

  public Arrival() {}

  Arrival(String source, long arrivalMs, byte[] key, byte[] message) {
    this.source = source;
    this.arrivalMs = arrivalMs;
    this.key = key;
    this.message = message;
    AnonymousRecord record = AnonymousRecord.read(message, source);
    count = record instanceof CountRecord read ? read : null;
    path = record instanceof PathRecord read ? read : null;
  }

  AnonymousRecord record() {
    return count == null ? path : count;
  }

  /** Copies of a record share it, and so do the counts of one cell. */
  String memoryKey() {
    return count == null ? Cells.key("path", path.id(), path.day()) : Cells.key("count", count.item(), count.hour());
  }
}
