package edgecart.samza;

import edgecart.analysis.Cells;
import edgecart.analysis.CountRecord;
import edgecart.analysis.Rules;
import edgecart.analysis.Times;
import edgecart.analysis.Trending;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import org.apache.samza.storage.kv.Entry;
import org.apache.samza.storage.kv.KeyValueStore;

/**
 * Trending of this task's items: computed anew for those that changed, and live for all of them at each new hour, when the
 * cells of the hour before are taken back.
 */
final class TrendingItems {
  private static final Rules RULES = Rules.BUILT_IN;

  private final KeyValueStore<String, Long> weights;
  private final Long fixedHour;
  private final Set<String> changed = new HashSet<>();
  private long toldHour;

  TrendingItems(KeyValueStore<String, Long> weights, Long fixedHour) {
    this.weights = weights;
    this.fixedHour = fixedHour;
    Long told = weights.get("told");
    toldHour = told == null ? Long.MIN_VALUE : told;
  }

  void add(CountRecord count) {
    Long weight = RULES.trendingWeight(count.type());
    if (weight == null) return;
    String key = hourKey(count.item(), Times.hourNumber(count.hour()));
    Long before = weights.get(key);
    weights.put(key, before == null ? weight : before + weight);
    changed.add(count.item());
  }

  /** Items by their length and themselves: no id then begins with another, and one's hours lie together, in order. */
  private static String itemKey(String item) {
    return "item|" + item.length() + "|" + item + "|";
  }

  private static String hourKey(String item, long hour) {
    return itemKey(item) + String.format("%010d", hour);
  }

  void tell(Teller teller) {
    long hour = fixedHour == null ? Math.floorDiv(System.currentTimeMillis(), Times.HOUR_MS) - 1 : fixedHour;
    if (hour != toldHour) {
      addAllItems();
      for (String item : changed) takeBack(item, toldHour, teller);
      weights.put("told", hour);
      toldHour = hour;
    }
    for (String item : changed) tellItem(item, hour, teller);
    changed.clear();
  }

  private void addAllItems() {
    for (Entry<String, Long> entry : Scan.range(weights, "item|", "item}")) {
      String key = entry.getKey();
      String rest = key.substring("item|".length(), key.lastIndexOf('|'));
      changed.add(rest.substring(rest.indexOf('|') + 1));
    }
  }

  private void takeBack(String item, long hour, Teller teller) {
    if (hour == Long.MIN_VALUE) return;
    for (long halfLife : RULES.halfLifeHours) teller.tell(Cells.key("trending", halfLife, item, Times.hour(hour)), null);
  }

  private void tellItem(String item, long hour, Teller teller) {
    TreeMap<Long, Long> found = new TreeMap<>();
    String start = itemKey(item);
    long oldest = hour - Trending.hoursKept(RULES);
    for (Entry<String, Long> entry : Scan.range(weights, start, start + "~")) {
      long at = Long.parseLong(entry.getKey().substring(start.length()));
      if (at < oldest) weights.delete(entry.getKey());
      else found.put(at, entry.getValue());
    }
    for (long halfLife : RULES.halfLifeHours) {
      long value = Trending.cell(found, hour, halfLife, RULES);
      if (value != 0) teller.tell(Cells.key("trending", halfLife, item, Times.hour(hour)), Long.toString(value));
    }
  }
}
