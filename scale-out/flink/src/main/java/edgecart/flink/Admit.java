package edgecart.flink;

import edgecart.analysis.Admission;
import edgecart.analysis.Rules;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Keeps out copies, unknown items and what machines made. */
final class Admit extends KeyedProcessFunction<String, Arrival, Arrival> implements Admission.Memory {
  private final HashSet<String> catalogue;
  private transient MapState<String, Boolean> seen;
  private transient MapState<String, Long> admitted;

  Admit(Set<String> catalogue) {
    this.catalogue = catalogue == null ? null : new HashSet<>(catalogue);
  }

  @Override
  public void open(OpenContext context) {
    seen = getRuntimeContext().getMapState(forgetting(new MapStateDescriptor<>("seen", String.class, Boolean.class)));
    admitted = getRuntimeContext().getMapState(forgetting(new MapStateDescriptor<>("admitted", String.class, Long.class)));
  }

  /** After twice what the rules ask for: Flink counts from the last change by the clock, and this job may fall behind. */
  private static <K, V> MapStateDescriptor<K, V> forgetting(MapStateDescriptor<K, V> state) {
    state.enableTimeToLive(StateTtlConfig.newBuilder(Duration.ofMillis(2 * Rules.BUILT_IN.keepMs)).build());
    return state;
  }

  @Override
  public void processElement(Arrival arrival, Context context, Collector<Arrival> out) throws Exception {
    String reason = Admission.reason(arrival.record(), this, catalogue, Rules.BUILT_IN);
    if (reason == null) out.collect(arrival);
    else context.output(KeepInTime.DROPPED, new Dropped(arrival, reason));
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
