package io.gpuledger.cost.invoice;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How far an invoice is, as FOCUS InvoiceIssueStatus says. */
public enum IssueStatus {
  /** Not issued yet: its amounts may still change. */
  OPEN,
  /** Issued: it is frozen. */
  ISSUED,
  /** Taken back: nothing of it is to be paid. */
  VOIDED;

  /** The word of FOCUS, e.g. {@code Issued}. */
  public String text() {
    return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
  }

  /** The status of a word, whatever its case; empty if there is none. */
  public static Optional<IssueStatus> parse(String word) {
    return Arrays.stream(values()).filter(each -> each.name().equalsIgnoreCase(word)).findFirst();
  }
}
