package edgecart.analysis;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A record as it left a device; of one of two shapes. */
public sealed interface AnonymousRecord permits CountRecord, PathRecord {
  /** The closed schema of packages/protocol/src/record.ts. */
  Predicate<Object> SHAPE = Shape.of((Map<?, ?>) Rules.resource("record.schema.json"));

  /** Why this record is not of its time, or null. */
  String reasonOfTime(long arrivalMs, Rules rules);

  /** The record of a message of `counts` or `paths`; null when it is foreign, or of the other topic. */
  static AnonymousRecord read(byte[] message, String source) {
    String text = message == null ? null : text(message);
    if (text == null || !(Json.parse(text) instanceof Map<?, ?> record) || !SHAPE.test(record)) return null;
    boolean count = "count".equals(record.get("kind"));
    if (count != "counts".equals(source)) return null;
    if (Times.start((String) record.get(count ? "hour" : "day")) == Times.NEVER) return null;
    return count ? count(record) : path(record);
  }

  private static String text(byte[] message) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message)).toString();
    } catch (CharacterCodingException error) {
      return null;
    }
  }

  private static CountRecord count(Map<?, ?> record) {
    Map<?, ?> shown = (Map<?, ?>) record.get("shown");
    return new CountRecord(
        (String) record.get("id"),
        (String) record.get("type"),
        (String) record.get("item"),
        (String) record.get("hour"),
        record.get("quantityBand") instanceof Double band ? band.intValue() : 1,
        record.get("priceBand") instanceof Double band ? band.intValue() : null,
        shown == null ? null : (String) shown.get("model"),
        shown == null ? null : ((Double) shown.get("slot")).intValue());
  }

  private static PathRecord path(Map<?, ?> record) {
    List<String> items = ((List<?>) record.get("items")).stream().map(String.class::cast).toList();
    return new PathRecord(
        (String) record.get("id"), items, (String) record.get("day"), (Boolean) record.get("bought"));
  }
}
