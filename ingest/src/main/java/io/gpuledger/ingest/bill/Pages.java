package io.gpuledger.ingest.bill;

import java.util.HashSet;
import java.util.Set;

/** Which kinds of answers of a set say that more follows, and of which the last page is there. */
public final class Pages {
  private final Set<String> ended = new HashSet<>();

  /**
   * Learns of a page.
   *
   * @param kind what the page is of
   * @param more what it says of further pages, {@code true} where there are some
   */
  public void learn(String kind, String more) {
    if (!more.equals("true")) {
      ended.add(kind);
    }
  }

  /** Whether a page that says that more follows has no last page in the set. */
  public boolean lacks(String kind, String more) {
    return more.equals("true") && !ended.contains(kind);
  }
}
