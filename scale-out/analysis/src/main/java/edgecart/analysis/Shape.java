package edgecart.analysis;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A JSON Schema as a predicate over what {@link Json} reads. It knows the words that the records' schema uses and refuses
 * every other, so that a schema that grows can't be understood by half.
 */
final class Shape {
  private static final Set<String> KNOWN =
      Set.of(
          "type", "const", "enum", "anyOf", "required", "properties", "additionalProperties", "items", "pattern",
          "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems");

  private Shape() {}

  static Predicate<Object> of(Map<?, ?> schema) {
    for (Object word : schema.keySet())
      if (!KNOWN.contains(word))
        throw new IllegalArgumentException(
            "The records' schema uses the word '" + word + "', which edgecart.analysis.Shape does not know. Teach it.");
    List<Predicate<Object>> all = new ArrayList<>();
    if (schema.get("type") instanceof String type) all.add(typed(type, schema));
    if (schema.containsKey("const")) all.add(schema.get("const")::equals);
    if (schema.get("enum") instanceof List<?> values) all.add(Set.copyOf(values)::contains);
    if (schema.get("anyOf") instanceof List<?> options) all.add(anyOf(options));
    return value -> {
      if (value == null) return false;
      for (Predicate<Object> one : all) if (!one.test(value)) return false;
      return true;
    };
  }

  private static Predicate<Object> anyOf(List<?> options) {
    List<Predicate<Object>> shapes = new ArrayList<>();
    for (Object option : options) shapes.add(of((Map<?, ?>) option));
    return value -> {
      for (Predicate<Object> shape : shapes) if (shape.test(value)) return true;
      return false;
    };
  }

  private static Predicate<Object> typed(String type, Map<?, ?> schema) {
    switch (type) {
      case "object":
        return object(schema);
      case "array":
        return array(schema);
      case "string":
        return text(schema);
      case "boolean":
        return Boolean.class::isInstance;
      case "number":
      case "integer":
        return number(schema, type.equals("integer"));
      default:
        throw new IllegalArgumentException("The records' schema has the type '" + type + "', which nothing here checks.");
    }
  }

  private static Predicate<Object> object(Map<?, ?> schema) {
    if (!Boolean.FALSE.equals(schema.get("additionalProperties")))
      throw new IllegalArgumentException("The records' schema has an object that is not closed.");
    List<?> required = schema.get("required") instanceof List<?> keys ? keys : List.of();
    Map<Object, Predicate<Object>> properties = new HashMap<>();
    ((Map<?, ?>) schema.get("properties")).forEach((key, shape) -> properties.put(key, of((Map<?, ?>) shape)));
    return value -> {
      if (!(value instanceof Map<?, ?> object)) return false;
      for (Object key : required) if (!object.containsKey(key)) return false;
      for (Map.Entry<?, ?> entry : object.entrySet()) {
        Predicate<Object> shape = properties.get(entry.getKey());
        if (shape == null || !shape.test(entry.getValue())) return false;
      }
      return true;
    };
  }

  private static Predicate<Object> array(Map<?, ?> schema) {
    Predicate<Object> each = of((Map<?, ?>) schema.get("items"));
    double least = limit(schema, "minItems", 0);
    double most = limit(schema, "maxItems", Double.MAX_VALUE);
    return value -> {
      if (!(value instanceof List<?> list) || list.size() < least || list.size() > most) return false;
      for (Object one : list) if (!each.test(one)) return false;
      return true;
    };
  }

  private static Predicate<Object> text(Map<?, ?> schema) {
    Pattern pattern = schema.get("pattern") instanceof String source ? Pattern.compile(javaPattern(source)) : null;
    double least = limit(schema, "minLength", 0);
    double most = limit(schema, "maxLength", Double.MAX_VALUE);
    boolean measured = schema.containsKey("minLength") || schema.containsKey("maxLength");
    return value -> {
      if (!(value instanceof String text)) return false;
      if (measured) {
        int length = text.length();
        if (length < least) return false;
        if (length > most && characters(text) > most) return false;
      }
      return pattern == null || pattern.matcher(text).find();
    };
  }

  /** JavaScript's `$` is the very end, Java's also stands before a last line break. */
  private static String javaPattern(String source) {
    return source.endsWith("$") ? source.substring(0, source.length() - 1) + "\\z" : source;
  }

  /** What a reader sees as one character counts once, as in the validator of the other side. */
  private static int characters(String text) {
    BreakIterator breaks = BreakIterator.getCharacterInstance(Locale.ROOT);
    breaks.setText(text);
    int count = 0;
    while (breaks.next() != BreakIterator.DONE) count += 1;
    return count;
  }

  private static Predicate<Object> number(Map<?, ?> schema, boolean whole) {
    double least = limit(schema, "minimum", -Double.MAX_VALUE);
    double most = limit(schema, "maximum", Double.MAX_VALUE);
    return value ->
        value instanceof Double number && number >= least && number <= most && (!whole || number == Math.rint(number));
  }

  private static double limit(Map<?, ?> schema, String word, double without) {
    return schema.get(word) instanceof Double limit ? limit : without;
  }
}
