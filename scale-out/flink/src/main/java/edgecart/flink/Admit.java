package edgecart.flink;

import edgecart.analysis.Admission;
import edgecart.analysis.Rules;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps out copies, unknown items and what machines made. Its key ends with the hour or day, so all that it remembers may
 * go at once, when every copy would be late.
 */
final class Admit extends KeyedProcessFunction<String, Arrival, Arrival> implements Admission.Memory {
  private final HashSet<String> catalogue;
  private transient MapState<String, Boolean> seen;
  private transient MapState<String, Long> admitted;

  Admit(Set<String> catalogue) {
    this.catalogue = catalogue == null ? null : new HashSet<>(catalogue);
  }

  @Override
  public void open(OpenContext context) {
    seen = getRuntimeContext().getMapState(new MapStateDescriptor<>("seen", String.class, Boolean.class));
    admitted = getRuntimeContext().getMapState(new MapStateDescriptor<>("admitted", String.class, Long.class));
  }

  @Override
  public void processElement(Arrival arrival, Context context, Collector<Arrival> out) throws Exception {
    // A timer of one time is one timer, however often it is set; the watermark follows the time of arrival.
    long day = 24 * 3_600_000L;
    long until = arrival.arrivalMs + Rules.BUILT_IN.keepMs;
    context.timerService().registerEventTimeTimer((until / day + 1) * day);
    String reason = Admission.reason(arrival.record(), this, catalogue, Rules.BUILT_IN);
    if (reason == null) out.collect(arrival);
    else context.output(KeepInTime.DROPPED, new Dropped(arrival, reason));
  }

  @Override
  public void onTimer(long timeMs, OnTimerContext context, Collector<Arrival> out) {
    seen.clear();
    admitted.clear();
  }

  @Override
  public boolean sawBefore(String id) throws Exception {
    if (seen.contains(id)) return true;
    seen.put(id, true);
    return false;
  }

  @Override
  public long admitted(String type) throws Exception {
    Long count = admitted.get(type);
    return count == null ? 0 : count;
  }

  @Override
  public void admit(String type, long count) throws Exception {
    admitted.put(type, count);
  }
}
