package edgecart.analysis;

import java.util.Map;
import java.util.SortedMap;

/** How much an item is asked for now, older demand counting less. */
public final class Trending {
  private Trending() {}

  /** How many hours back anything counts, for the longest half-life. */
  public static long hoursKept(Rules rules) {
    return rules.halfLifeHours.stream().mapToLong(Long::longValue).max().orElse(0) * rules.halfLivesKept;
  }

  /**
   * The cell of one half-life at hour T, 0 where there is none. `weights` has the weighted counts by the number of the
   * hour. In this order and with StrictMath, whose `pow` is JavaScript's, the sum is the same bit for bit.
   */
  public static long cell(SortedMap<Long, Long> weights, long hourNumber, long halfLife, Rules rules) {
    double sum = 0;
    long oldest = hourNumber - halfLife * rules.halfLivesKept + 1;
    for (Map.Entry<Long, Long> entry : weights.subMap(oldest, hourNumber + 1).entrySet())
      sum += entry.getValue() * StrictMath.pow(2, -(double) (hourNumber - entry.getKey()) / halfLife);
    return (long) Math.floor(sum * rules.trendingScale + 0.5);
  }
}
