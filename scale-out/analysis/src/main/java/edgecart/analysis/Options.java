package edgecart.analysis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a job is told when it starts, as `--name value`. `--topic.cells x` renames a topic of rules.json, `--kafka.x y` sets
 * a property of every Kafka client.
 */
public final class Options {
  private final Map<String, String> given = new LinkedHashMap<>();
  private final Rules rules;

  public Options(String[] arguments, Rules rules, Set<String> known) {
    this.rules = rules;
    for (int at = 0; at < arguments.length; at += 2) {
      String name = arguments[at].startsWith("--") ? arguments[at].substring(2) : arguments[at];
      if (!known.contains(name) && !name.startsWith("topic.") && !name.startsWith("kafka."))
        throw new IllegalArgumentException(
            "The job does not know --" + name + "; it knows " + String.join(", ", known) + ", topic.*, kafka.*.");
      if (at + 1 == arguments.length) throw new IllegalArgumentException("--" + name + " has no value.");
      given.put(name, arguments[at + 1]);
    }
  }

  public String text(String name, String without) {
    return given.getOrDefault(name, without);
  }

  public String required(String name) {
    String value = given.get(name);
    if (value == null) throw new IllegalArgumentException("The job needs --" + name + ".");
    return value;
  }

  public String topic(String name) {
    return given.getOrDefault("topic." + name, rules.topic(name));
  }

  /** What every Kafka client is given, the brokers' addresses too. */
  public Properties kafka() {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", required("bootstrap"));
    given.forEach((name, value) -> {
      if (name.startsWith("kafka.")) properties.setProperty(name.substring("kafka.".length()), value);
    });
    return properties;
  }

  /** The hour for which trending is computed, as a number of hours since 1970; null for the hour before the clock's. */
  public Long trendingHour() {
    String hour = given.get("trending-hour");
    if (hour == null) return null;
    long start = hour.length() == 13 ? Times.start(hour) : Times.NEVER;
    if (start == Times.NEVER) throw new IllegalArgumentException("--trending-hour must be as 2026-11-23T09, not " + hour);
    return Times.hourNumber(hour);
  }

  /** The item ids of the file `--catalogue`, a JSON array of ids or the shop's catalogue; null without the option. */
  public Set<String> catalogue() throws IOException {
    String file = given.get("catalogue");
    if (file == null) return null;
    Object found = Json.parse(Files.readString(Path.of(file)));
    if (found instanceof Map<?, ?> whole) found = whole.get("items");
    if (!(found instanceof List<?> items))
      throw new IllegalArgumentException(file + " is neither an array of item ids nor a catalogue with items.");
    return items.stream().map(Options::idOf).collect(Collectors.toCollection(HashSet::new));
  }

  private static String idOf(Object item) {
    Object id = item instanceof Map<?, ?> whole ? whole.get("item_id") : item;
    if (id instanceof String text) return text;
    throw new IllegalArgumentException("An item of the catalogue has no item_id that is text: " + item);
  }
}
