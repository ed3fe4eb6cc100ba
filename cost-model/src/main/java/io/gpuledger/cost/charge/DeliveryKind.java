package io.gpuledger.cost.charge;

import java.util.Locale;
import java.util.Optional;

/** What a delivery does to the earlier versions of its scope. */
public enum DeliveryKind {
  /** Replaces everything the scope held. */
  OVERWRITE,
  /** Adds to what the scope holds. */
  APPEND,
  /** Takes one earlier delivery of the scope away. */
  RETRACT;

  /** The word in tables, messages and JSON. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind of this word. */
  public static Optional<DeliveryKind> ofText(String text) {
    for (DeliveryKind kind : values()) {
      if (kind.text().equals(text)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
