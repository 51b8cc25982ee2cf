package edgecart.flink;

import edgecart.analysis.Cells;
import edgecart.analysis.DeadLetters;

/** A message that was kept out: its dead letter, and the cell that counts it. */
public class Dropped {
  public byte[] key;
  public byte[] letter;
  public long arrivalMs;
  public String cell;

  public Dropped() {}

  Dropped(Arrival arrival, String reason) {
    key = arrival.key;
    letter = DeadLetters.write(reason, arrival.source, arrival.arrivalMs, arrival.message);
    arrivalMs = arrival.arrivalMs;
    cell = Cells.dropped(reason, arrival.arrivalMs);
  }
}
