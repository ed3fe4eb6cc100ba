package io.gpuledger.cost.estimate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a cell has read of an estimate: which version, and whether the bill of the day counted as
 * complete by then. A cell whose input is no longer this one is computed anew; so it is when
 * nothing but time has passed.
 *
 * @param deliveryId the estimate's version
 * @param settled whether the bill of the day counted as complete
 * @param settlesAt from when on it does
 */
public record EstimateInput(String deliveryId, boolean settled, Instant settlesAt) {
  private static final String SETTLED = "settled";
  private static final String OPEN = "open";

  public EstimateInput {
    if (!isOne(deliveryId) || deliveryId.contains("/")) {
      throw new IllegalArgumentException(deliveryId + " is no estimate");
    }
  }

  /** What a cell reads of it at an instant. */
  public static EstimateInput at(String deliveryId, Instant settlesAt, Instant now) {
    return new EstimateInput(deliveryId, !now.isBefore(settlesAt), settlesAt);
  }

  /** Whether a delivery id, or a text of this, is of an estimate. */
  public static boolean isOne(String id) {
    return id.startsWith(Estimate.ID_PREFIX);
  }

  /** The text among the delivery ids of a cell: {@code estimate-1f../open/2026-10-11T00:00:00Z}. */
  public String text() {
    return deliveryId + "/" + (settled ? SETTLED : OPEN) + "/" + settlesAt;
  }

  /** Reads {@link #text}; empty for anything else. */
  public static Optional<EstimateInput> parse(String text) {
    List<String> parts = List.of(text.split("/", -1));
    return isOne(text) && parts.size() == 3
        ? Optional.of(
            new EstimateInput(
                parts.get(0), parts.get(1).equals(SETTLED), Instant.parse(parts.get(2))))
        : Optional.empty();
  }
}
