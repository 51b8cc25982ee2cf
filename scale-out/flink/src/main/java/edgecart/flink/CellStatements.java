package edgecart.flink;

import edgecart.analysis.Options;
import edgecart.analysis.Rules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The statements of cells.sql, with this job's values for `${...}`. */
final class CellStatements {
  private CellStatements() {}

  static List<String> read(Options options) throws IOException {
    StringBuilder clients = new StringBuilder();
    options.kafka().forEach((name, value) -> clients.append(",\n  ").append(text("properties." + name)).append(" = ").append(text(value)));
    try (InputStream in = CellStatements.class.getResourceAsStream("/cells.sql")) {
      if (in == null) throw new IOException("cells.sql is not in this jar");
      String sql =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .replaceAll("(?m)--.*$", "")
              .replace("${topic}", text(options.topic("cells")))
              .replace("${clients}", clients.toString())
              // Twice the memory that the rules ask for, as Flink counts it by the clock, and a reader may fall behind.
              .replace("${kept}", 2 * Rules.BUILT_IN.keepMs / 3_600_000 + "h");
      return Arrays.stream(sql.split(";")).map(String::strip).filter(one -> !one.isEmpty()).toList();
    }
  }

  private static String text(Object value) {
    return "'" + value.toString().replace("'", "''") + "'";
  }
}
