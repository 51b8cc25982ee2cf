package edgecart.samza;

import edgecart.analysis.Options;
import edgecart.analysis.Rules;
import java.util.Set;
import org.apache.samza.config.MapConfig;
import org.apache.samza.runtime.LocalApplicationRunner;

/**
 * The cart analysis of docs/analysis.md on Samza, in one process that takes every partition: trending, demand in carts,
 * what follows what and what is bought together.
 */
public final class AnalysisJob {
  private static final Set<String> OPTIONS = Set.of("bootstrap", "name", "trending-hour", "catalogue", "state");

  private AnalysisJob() {}

  public static void main(String[] arguments) throws Exception {
    Options options = new Options(arguments, Rules.BUILT_IN, OPTIONS);
    MapConfig config = new MapConfig(JobConfig.of(options));
    LocalApplicationRunner runner = new LocalApplicationRunner(new CartAnalysis(options), config);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      runner.kill();
      runner.waitForFinish();
    }));
    runner.run();
    runner.waitForFinish();
    // Its clients' threads would keep the process alive after a failure.
    System.exit(runner.status().getStatusCode() == org.apache.samza.job.ApplicationStatus.StatusCode.SuccessfulFinish ? 0 : 1);
  }
}
