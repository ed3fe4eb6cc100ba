package io.gpuledger.cost.chargeback;

import java.util.Optional;

/**
 * Who has the benefit of a commitment's lower price.
 *
 * @param kind which of the three
 * @param purchaser who has it where {@code kind} is {@link Kind#PURCHASER}, else empty
 */
public record CommitmentBenefit(Kind kind, Optional<Party> purchaser) {
  /** Who. */
  public enum Kind {
    /** Whoever used what the commitment covered. */
    CONSUMER,
    /** The party that bought it; users pay the contracted price without it. */
    PURCHASER,
    /** All users of a device model in a currency, who pay one rate per device-hour. */
    POOL_RATE
  }

  /** As the provider applied it. */
  public static final CommitmentBenefit TO_CONSUMER =
      new CommitmentBenefit(Kind.CONSUMER, Optional.empty());

  /** One rate for all. */
  public static final CommitmentBenefit POOLED =
      new CommitmentBenefit(Kind.POOL_RATE, Optional.empty());

  public CommitmentBenefit {
    if ((kind == Kind.PURCHASER) != purchaser.isPresent()) {
      throw new IllegalArgumentException("a purchaser is named where the benefit is a purchaser's");
    }
  }

  /** The purchaser has it. */
  public static CommitmentBenefit to(Party purchaser) {
    return new CommitmentBenefit(Kind.PURCHASER, Optional.of(purchaser));
  }
}
