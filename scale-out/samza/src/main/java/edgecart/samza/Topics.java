package edgecart.samza;

import edgecart.analysis.Options;

/** The names of this job's topics. */
record Topics(String counts, String paths, String pairs, String cells) {
  Topics(Options options) {
    this(
        options.topic("counts"),
        options.topic("paths"),
        // Of this job alone: what paths add, brought to the partition of its cell.
        options.text("topic.pairs", "edgecart.samza.pairs"),
        options.topic("cells"));
  }
}
