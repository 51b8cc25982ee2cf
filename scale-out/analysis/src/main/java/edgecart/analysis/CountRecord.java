package edgecart.analysis;

/**
 * That something happened to one item within an hour. `quantity` is its band's lower bound, 1 without one; `priceBand`,
 * `model` and `slot` are null where the record has none.
 */
public record CountRecord(
    String id, String type, String item, String hour, int quantity, Integer priceBand, String model, Integer slot)
    implements AnonymousRecord {
  public String day() {
    return hour.substring(0, 10);
  }

  @Override
  public String reasonOfTime(long arrivalMs, Rules rules) {
    long start = Times.start(hour);
    if (start - arrivalMs > rules.countFutureMs) return Reasons.FUTURE;
    return arrivalMs - (start + Times.HOUR_MS) > rules.countLateMs ? Reasons.LATE : null;
  }
}
