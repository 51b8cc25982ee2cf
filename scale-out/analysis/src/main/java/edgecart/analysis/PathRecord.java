package edgecart.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Items of one visit in order of time, all of them bought or none. */
public record PathRecord(String id, List<String> items, String day, boolean bought) implements AnonymousRecord {
  /** Two items of a path, and what their places weigh together. */
  public record Pair(String item, String other, long weight) {}

  @Override
  public String reasonOfTime(long arrivalMs, Rules rules) {
    long start = Times.start(day);
    if (start - arrivalMs > rules.pathFutureMs) return Reasons.FUTURE;
    return arrivalMs - (start + Times.DAY_MS) > rules.pathLateMs ? Reasons.LATE : null;
  }

  /** Each ordered pair of different items near each other, once, with the sum of its places' weights. */
  public List<Pair> follows(Rules rules) {
    Map<List<String>, Long> weights = new LinkedHashMap<>();
    for (int from = 0; from < items.size(); from++)
      for (int step = 1; step <= rules.followsWeights.size() && from + step < items.size(); step++) {
        List<String> pair = List.of(items.get(from), items.get(from + step));
        if (!pair.get(0).equals(pair.get(1))) weights.merge(pair, rules.followsWeights.get(step - 1), Long::sum);
      }
    List<Pair> pairs = new ArrayList<>();
    weights.forEach((pair, weight) -> pairs.add(new Pair(pair.get(0), pair.get(1), weight)));
    return pairs;
  }

  /** Each two different items of a bought path, the lesser by UTF-16 code units first; none of another. */
  public List<Pair> together() {
    List<Pair> pairs = new ArrayList<>();
    if (!bought) return pairs;
    List<String> different = List.copyOf(new TreeSet<>(items));
    for (int first = 0; first < different.size(); first++)
      for (int second = first + 1; second < different.size(); second++)
        pairs.add(new Pair(different.get(first), different.get(second), 1));
    return pairs;
  }
}
