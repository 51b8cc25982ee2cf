package edgecart.analysis;

import java.nio.charset.StandardCharsets;

/** What is told of a message that was kept out: packages/protocol/src/analysis/analysis-dead-letter.ts. */
public final class DeadLetters {
  private DeadLetters() {}

  /** The letter's text. Of a foreign message nothing of its content is kept; every other one was checked, and goes whole. */
  public static byte[] write(String reason, String source, long arrivalMs, byte[] message) {
    String head =
        "{\"kind\":\"analysis-dead-letter\",\"reason\":"
            + Json.quoted(reason)
            + ",\"source\":"
            + Json.quoted(source)
            + ",\"hour\":"
            + Json.quoted(Times.hourOf(arrivalMs));
    String record =
        Reasons.FOREIGN.equals(reason) ? "" : ",\"record\":" + new String(message, StandardCharsets.UTF_8).strip();
    return (head + record + "}").getBytes(StandardCharsets.UTF_8);
  }
}
