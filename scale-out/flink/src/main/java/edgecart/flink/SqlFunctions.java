package edgecart.flink;

import edgecart.analysis.Cells;
import edgecart.analysis.PathRecord;
import edgecart.analysis.Rules;
import java.util.List;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.FunctionHint;
import org.apache.flink.table.annotation.InputGroup;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.functions.ScalarFunction;
import org.apache.flink.table.functions.TableFunction;
import org.apache.flink.types.Row;

/** What the SQL of cells.sql calls: the names of cells, and the rules of rules.json. */
public final class SqlFunctions {
  private SqlFunctions() {}

  static void register(StreamTableEnvironment tables) {
    tables.createTemporarySystemFunction("cell", CellKey.class);
    tables.createTemporarySystemFunction("cart_demand", CartDemand.class);
    tables.createTemporarySystemFunction("counts_price_band", CountsPriceBand.class);
    tables.createTemporarySystemFunction("follows", Follows.class);
    tables.createTemporarySystemFunction("together", Together.class);
  }

  /** `cell('funnel', type, hour)`. */
  public static class CellKey extends ScalarFunction {
    public String eval(String kind, @DataTypeHint(inputGroup = InputGroup.ANY) Object... parts) {
      return Cells.key(kind, parts);
    }
  }

  /** What one quantity of a type adds to the demand in carts; NULL for nothing. */
  public static class CartDemand extends ScalarFunction {
    public Long eval(String type) {
      return Rules.BUILT_IN.cartDemand(type);
    }
  }

  public static class CountsPriceBand extends ScalarFunction {
    public Boolean eval(String type) {
      return Rules.BUILT_IN.countsPriceBand(type);
    }
  }

  /** The pairs near each other in a path. */
  @FunctionHint(output = @DataTypeHint("ROW<item STRING, other STRING, weight BIGINT>"))
  public static class Follows extends TableFunction<Row> {
    public void eval(String[] items) {
      for (PathRecord.Pair pair : new PathRecord("", List.of(items), "", false).follows(Rules.BUILT_IN))
        collect(Row.of(pair.item(), pair.other(), pair.weight()));
    }
  }

  /** The pairs of a bought path. */
  @FunctionHint(output = @DataTypeHint("ROW<item STRING, other STRING>"))
  public static class Together extends TableFunction<Row> {
    public void eval(String[] items) {
      for (PathRecord.Pair pair : new PathRecord("", List.of(items), "", true).together())
        collect(Row.of(pair.item(), pair.other()));
    }
  }
}
