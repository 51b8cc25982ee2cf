package edgecart.analysis;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.ConcurrentHashMap;

/** UTC hours (`2026-11-23T09`) and days (`2026-11-23`) as milliseconds since 1970 and back. */
public final class Times {
  public static final long HOUR_MS = 3_600_000;
  public static final long DAY_MS = 24 * HOUR_MS;

  /** Answers for a day that is not one of the calendar. */
  static final long NEVER = Long.MIN_VALUE;

  // The same few hours and days come again and again.
  private static final ConcurrentHashMap<String, Long> STARTS = new ConcurrentHashMap<>();

  private Times() {}

  /** When the hour or day begins; {@link #NEVER} for one that the calendar lacks. */
  static long start(String hourOrDay) {
    Long known = STARTS.get(hourOrDay);
    if (known != null) return known;
    if (STARTS.size() > 10_000) STARTS.clear();
    long start = read(hourOrDay);
    STARTS.put(hourOrDay, start);
    return start;
  }

  private static long read(String hourOrDay) {
    try {
      long day = LocalDate.parse(hourOrDay.substring(0, 10)).toEpochDay() * DAY_MS;
      return hourOrDay.length() > 10 ? day + Long.parseLong(hourOrDay.substring(11)) * HOUR_MS : day;
    } catch (DateTimeException error) {
      return NEVER;
    }
  }

  /** The number of the hour since 1970. */
  public static long hourNumber(String hour) {
    return Math.floorDiv(start(hour), HOUR_MS);
  }

  /** `2026-11-23T09` of a number of hours since 1970. */
  public static String hour(long hourNumber) {
    return Instant.ofEpochMilli(hourNumber * HOUR_MS).toString().substring(0, 13);
  }

  static String hourOf(long timeMs) {
    return hour(Math.floorDiv(timeMs, HOUR_MS));
  }

  static String dayOf(long timeMs) {
    return Instant.ofEpochMilli(timeMs).atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }
}
