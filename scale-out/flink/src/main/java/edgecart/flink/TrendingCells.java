package edgecart.flink;

import edgecart.analysis.Cells;
import edgecart.analysis.CountRecord;
import edgecart.analysis.Rules;
import edgecart.analysis.Times;
import edgecart.analysis.Trending;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.Collector;

/**
 * Trending of one item, which SQL can't say: a sum over the hours before one that moves on, whether or not anything comes.
 * A second after the first change it is computed anew, and live at each new hour; the hour before has its cells taken back.
 */
final class TrendingCells extends KeyedProcessFunction<String, CountRecord, Row> {
  private static final long PATIENCE_MS = 1_000;

  private final Long fixedHour;
  private transient MapState<Long, Long> weights;
  private transient ValueState<Long> told;
  private transient ValueState<Long> due;

  TrendingCells(Long fixedHour) {
    this.fixedHour = fixedHour;
  }

  @Override
  public void open(OpenContext context) {
    weights = getRuntimeContext().getMapState(new MapStateDescriptor<>("weights", Long.class, Long.class));
    told = getRuntimeContext().getState(new ValueStateDescriptor<>("told", Long.class));
    due = getRuntimeContext().getState(new ValueStateDescriptor<>("due", Long.class));
  }

  @Override
  public void processElement(CountRecord count, Context context, Collector<Row> out) throws Exception {
    Long weight = Rules.BUILT_IN.trendingWeight(count.type());
    if (weight == null) return;
    long hour = Times.hourNumber(count.hour());
    Long before = weights.get(hour);
    weights.put(hour, before == null ? weight : before + weight);
    wake(context, context.timerService().currentProcessingTime() + PATIENCE_MS);
  }

  @Override
  public void onTimer(long timeMs, OnTimerContext context, Collector<Row> out) throws Exception {
    Long wanted = due.value();
    if (wanted == null || wanted > timeMs) return;
    due.clear();
    long hour = fixedHour == null ? Math.floorDiv(timeMs, Times.HOUR_MS) - 1 : fixedHour;
    TreeMap<Long, Long> found = new TreeMap<>();
    for (Map.Entry<Long, Long> entry : weights.entries()) found.put(entry.getKey(), entry.getValue());
    forgetBefore(hour - Trending.hoursKept(Rules.BUILT_IN), found);
    tell(context.getCurrentKey(), hour, found, out);
    if (fixedHour == null && !found.isEmpty()) wake(context, (hour + 2) * Times.HOUR_MS);
  }

  /** One timer is enough: the earlier of what was asked for. */
  private void wake(Context context, long timeMs) throws Exception {
    Long known = due.value();
    if (known != null && known <= timeMs) return;
    due.update(timeMs);
    context.timerService().registerProcessingTimeTimer(timeMs);
  }

  private void forgetBefore(long oldest, TreeMap<Long, Long> found) throws Exception {
    for (Long old : List.copyOf(found.headMap(oldest).keySet())) {
      weights.remove(old);
      found.remove(old);
    }
  }

  private void tell(String item, long hour, TreeMap<Long, Long> found, Collector<Row> out) throws Exception {
    Long before = told.value();
    for (long halfLife : Rules.BUILT_IN.halfLifeHours) {
      if (before != null && before != hour) out.collect(row(RowKind.DELETE, halfLife, item, before, 0));
      long value = Trending.cell(found, hour, halfLife, Rules.BUILT_IN);
      if (value != 0) out.collect(row(RowKind.UPDATE_AFTER, halfLife, item, hour, value));
    }
    told.update(hour);
  }

  private static Row row(RowKind kind, long halfLife, String item, long hour, long value) {
    return Row.ofKind(kind, Cells.key("trending", halfLife, item, Times.hour(hour)), Long.toString(value));
  }
}
