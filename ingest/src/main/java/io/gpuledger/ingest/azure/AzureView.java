package io.gpuledger.ingest.azure;

import java.util.Locale;
import java.util.Optional;

/** Which view of a month an export has. Its columns are the same in both. */
enum AzureView {
  /** Purchases of commitments at their price; what they cover costs nothing. */
  ACTUAL("actual"),
  /** Covered usage at its share of the purchase, and what nobody used; no purchases. */
  AMORTISED("amortised"),
  /** A file in which nothing has to do with commitments: both views of it are the same. */
  PLAIN("plain");

  private final String word;

  AzureView(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }

  /** The view that a text names: the type of an export, or the name of a file. */
  static Optional<AzureView> named(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    boolean amortised = lower.contains("amortized") || lower.contains("amortised");
    boolean actual = lower.contains("actual");
    return amortised == actual ? Optional.empty() : Optional.of(amortised ? AMORTISED : ACTUAL);
  }
}
