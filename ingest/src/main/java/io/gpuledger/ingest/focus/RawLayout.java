package io.gpuledger.ingest.focus;

import java.util.Optional;

/**
 * How the text of a CSV file is laid out.
 *
 * @param separator what separates cells; empty where the header tells it
 * @param headerLine the physical line at which the header stands, from 1; lines before are skipped
 */
public record RawLayout(Optional<Character> separator, int headerLine) {
  /** The header is the first line and tells the separator. */
  public static final RawLayout TOLD_BY_FILE = new RawLayout(Optional.empty(), 1);
}
