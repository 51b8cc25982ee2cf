package edgecart.analysis;

/** Why a record is kept out; rules.json names them in the order in which they are tried. */
public final class Reasons {
  public static final String FOREIGN = "foreign";
  public static final String FUTURE = "future";
  public static final String LATE = "late";
  public static final String DUPLICATE = "duplicate";
  public static final String UNKNOWN_ITEM = "unknown-item";
  public static final String MACHINE_LIKE = "machine-like";

  private Reasons() {}
}
