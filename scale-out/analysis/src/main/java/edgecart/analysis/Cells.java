package edgecart.analysis;

/** The keys of the analysis' results. */
public final class Cells {
  private Cells() {}

  /** `item-hour|1082185|view_item|2026-11-23T09`; a `%` or `|` in a part is written `%25`, `%7C`. */
  public static String key(String kind, Object... parts) {
    StringBuilder key = new StringBuilder(kind);
    for (Object part : parts) {
      key.append('|');
      if (part instanceof String text && (text.indexOf('%') >= 0 || text.indexOf('|') >= 0))
        key.append(text.replace("%", "%25").replace("|", "%7C"));
      else key.append(part);
    }
    return key.toString();
  }

  /** The cell that counts what was kept out, by the day of its arrival. */
  public static String dropped(String reason, long arrivalMs) {
    return key("dropped", reason, Times.dayOf(arrivalMs));
  }
}
