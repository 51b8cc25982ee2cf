package edgecart.flink;

import edgecart.analysis.CountRecord;
import edgecart.analysis.Options;
import edgecart.analysis.PathRecord;
import edgecart.analysis.Rules;
import java.util.Set;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.types.Row;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * docs/analysis.md on Flink: reads counts and paths, writes what is clean, what was kept out, and cells. Cleaning and
 * trending are here, all that is sums is in cells.sql.
 */
public final class AnalysisJob {
  private static final Set<String> OPTIONS = Set.of("bootstrap", "group", "trending-hour", "catalogue", "bounded");

  private AnalysisJob() {}

  public static void main(String[] arguments) throws Exception {
    Options options = new Options(arguments, Rules.BUILT_IN, OPTIONS);
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.getConfig().enableObjectReuse();
    KafkaEnds kafka = new KafkaEnds(options);

    SingleOutputStreamOperator<Arrival> inTime =
        arrivals(environment, kafka, "counts")
            .union(arrivals(environment, kafka, "paths"))
            .process(new KeepInTime())
            .name("keep-in-time");
    SingleOutputStreamOperator<Arrival> clean =
        inTime.keyBy(Arrival::memoryKey).process(new Admit(options.catalogue())).name("admit").uid("admit");
    DataStream<Dropped> dropped =
        inTime.getSideOutput(KeepInTime.DROPPED).union(clean.getSideOutput(KeepInTime.DROPPED));

    pass(clean.filter(arrival -> arrival.count != null), kafka, "cleanCounts");
    pass(clean.filter(arrival -> arrival.path != null), kafka, "cleanPaths");
    dropped
        .sinkTo(kafka.sink("deadLetters", AnalysisJob::letter))
        .name("dead-letters")
        .uid("dead-letters");
    cells(environment, clean, dropped, options);
    environment.execute("edgecart-analysis");
  }

  private static DataStream<Arrival> arrivals(StreamExecutionEnvironment environment, KafkaEnds kafka, String name) {
    // No rule needs a watermark: what is late, each message says itself.
    return environment.fromSource(kafka.source(name), WatermarkStrategy.noWatermarks(), name).uid(name);
  }

  /** Byte for byte, with the same key and the same time. */
  private static void pass(DataStream<Arrival> clean, KafkaEnds kafka, String topic) {
    clean.sinkTo(kafka.sink(topic, AnalysisJob::message)).name(topic).uid(topic);
  }

  private static ProducerRecord<byte[], byte[]> message(String topic, Arrival arrival) {
    return new ProducerRecord<>(topic, null, arrival.arrivalMs, arrival.key, arrival.message);
  }

  private static ProducerRecord<byte[], byte[]> letter(String topic, Dropped dropped) {
    return new ProducerRecord<>(topic, null, dropped.arrivalMs, dropped.key, dropped.letter);
  }

  private static void cells(
      StreamExecutionEnvironment environment, DataStream<Arrival> clean, DataStream<Dropped> dropped, Options options)
      throws Exception {
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
    // Two steps with a short buffer: what one cell gets within it is one message.
    tables.getConfig().set("table.exec.mini-batch.enabled", "true");
    tables.getConfig().set("table.exec.mini-batch.allow-latency", "500 ms");
    tables.getConfig().set("table.exec.mini-batch.size", "20000");
    tables.getConfig().set("table.optimizer.agg-phase-strategy", "TWO_PHASE");
    SqlFunctions.register(tables);

    DataStream<CountRecord> counts = clean.filter(arrival -> arrival.count != null).map(arrival -> arrival.count).returns(CountRecord.class);
    tables.createTemporaryView("counts", counts.map(AnalysisJob::countRow).returns(COUNT_ROW));
    tables.createTemporaryView(
        "paths",
        clean.filter(arrival -> arrival.path != null).map(arrival -> pathRow(arrival.path)).returns(PATH_ROW));
    tables.createTemporaryView(
        "dropped", dropped.map(one -> Row.of(one.cell)).returns(Types.ROW_NAMED(new String[] {"cell"}, Types.STRING)));
    tables.createTemporaryView("trending", trending(tables, counts, options.trendingHour()));

    var inserts = tables.createStatementSet();
    for (String statement : CellStatements.read(options))
      if (statement.startsWith("INSERT")) inserts.addInsertSql(statement);
      else tables.executeSql(statement);
    inserts.attachAsDataStream();
  }

  private static org.apache.flink.table.api.Table trending(
      StreamTableEnvironment tables, DataStream<CountRecord> counts, Long hour) {
    DataStream<Row> changes =
        counts
            .keyBy(CountRecord::item)
            .process(new TrendingCells(hour))
            .name("trending")
            .uid("trending")
            .returns(Types.ROW_NAMED(new String[] {"cell", "total"}, Types.STRING, Types.STRING));
    Schema schema =
        Schema.newBuilder()
            .column("cell", DataTypes.STRING().notNull())
            .column("total", DataTypes.STRING())
            .primaryKey("cell")
            .build();
    return tables.fromChangelogStream(changes, schema, ChangelogMode.upsert());
  }

  private static final org.apache.flink.api.common.typeinfo.TypeInformation<Row> COUNT_ROW =
      Types.ROW_NAMED(
          new String[] {"item", "type", "hour", "quantity", "priceBand", "model", "slot"},
          Types.STRING, Types.STRING, Types.STRING, Types.INT, Types.INT, Types.STRING, Types.INT);

  private static Row countRow(CountRecord count) {
    return Row.of(
        count.item(), count.type(), count.hour(), count.quantity(), count.priceBand(), count.model(), count.slot());
  }

  private static final org.apache.flink.api.common.typeinfo.TypeInformation<Row> PATH_ROW =
      Types.ROW_NAMED(
          new String[] {"items", "day", "bought"}, Types.OBJECT_ARRAY(Types.STRING), Types.STRING, Types.BOOLEAN);

  private static Row pathRow(PathRecord path) {
    return Row.of(path.items().toArray(new String[0]), path.day(), path.bought());
  }
}
