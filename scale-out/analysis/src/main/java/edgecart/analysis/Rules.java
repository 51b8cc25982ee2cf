package edgecart.analysis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Every limit, window, weight and name of the analysis, as packages/protocol/src/analysis/rules.json states it. */
public final class Rules {
  /** The rules that this job was built with. */
  public static final Rules BUILT_IN = new Rules((Map<?, ?>) resource("rules.json"));

  private final Map<?, ?> all;
  final long countFutureMs;
  final long pathFutureMs;
  final long countLateMs;
  final long pathLateMs;
  /** How long a record is remembered, by the time of arrival. */
  public final long keepMs;
  public final long maxPerCell;
  public final long trendingScale;
  public final long halfLivesKept;
  public final List<Long> halfLifeHours;
  final List<Long> followsWeights;
  private final Map<String, Long> cartDemand;
  private final Map<String, Long> trendingWeights;
  private final Set<String> pricedTypes;

  private Rules(Map<?, ?> all) {
    this.all = all;
    if (number("version") != 1) throw new IllegalArgumentException("rules.json has a version that this job does not know.");
    countFutureMs = number("future", "countHours") * Times.HOUR_MS;
    pathFutureMs = number("future", "pathHours") * Times.HOUR_MS;
    countLateMs = number("late", "countHours") * Times.HOUR_MS;
    pathLateMs = number("late", "pathHours") * Times.HOUR_MS;
    keepMs = number("duplicate", "keepHours") * Times.HOUR_MS;
    maxPerCell = number("machineLike", "maxPerCell");
    trendingScale = number("trending", "scale");
    halfLivesKept = number("trending", "halfLivesKept");
    halfLifeHours = numbers("trending", "halfLifeHours");
    followsWeights = numbers("follows", "weights");
    cartDemand = byType("cartDemand");
    trendingWeights = byType("trending", "weights");
    pricedTypes = ((List<?>) at("priceBand", "types")).stream().map(String.class::cast).collect(Collectors.toSet());
  }

  /** What one quantity of an event of that type adds to the demand in carts, or null for nothing. */
  public Long cartDemand(String type) {
    return cartDemand.get(type);
  }

  /** What one event of that type weighs in trending, or null for nothing. */
  public Long trendingWeight(String type) {
    return trendingWeights.get(type);
  }

  public boolean countsPriceBand(String type) {
    return pricedTypes.contains(type);
  }

  /** The name of a topic by its name in rules.json. */
  public String topic(String name) {
    return (String) at("topics", name);
  }

  private Object at(String... path) {
    Object found = all;
    for (String key : path) found = found instanceof Map<?, ?> object ? object.get(key) : null;
    if (found == null) throw new IllegalArgumentException("rules.json lacks " + String.join(".", path) + ".");
    return found;
  }

  private long number(String... path) {
    return ((Double) at(path)).longValue();
  }

  private List<Long> numbers(String... path) {
    return ((List<?>) at(path)).stream().map(value -> ((Double) value).longValue()).toList();
  }

  private Map<String, Long> byType(String... path) {
    Map<String, Long> found = new LinkedHashMap<>();
    ((Map<?, ?>) at(path)).forEach((type, value) -> found.put((String) type, ((Double) value).longValue()));
    return found;
  }

  static Object resource(String name) {
    try (InputStream in = Rules.class.getResourceAsStream("/" + name)) {
      if (in == null) throw new IllegalStateException(name + " is not in this jar: build it by scale-out/jobs.");
      return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException error) {
      throw new IllegalStateException(name + " of this jar can't be read", error);
    }
  }
}
