package edgecart.flink;

import edgecart.analysis.AnonymousRecord;
import edgecart.analysis.Reasons;
import edgecart.analysis.Rules;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Keeps out what is foreign, from the future or late: what one message alone shows. */
final class KeepInTime extends ProcessFunction<Arrival, Arrival> {
  static final OutputTag<Dropped> DROPPED = new OutputTag<>("dropped") {};

  @Override
  public void processElement(Arrival arrival, Context context, Collector<Arrival> out) {
    AnonymousRecord record = arrival.record();
    String reason =
        record == null ? Reasons.FOREIGN : record.reasonOfTime(arrival.arrivalMs, Rules.BUILT_IN);
    if (reason == null) out.collect(arrival);
    else context.output(DROPPED, new Dropped(arrival, reason));
  }
}
