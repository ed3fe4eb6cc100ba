package io.gpuledger.cost.invoice;

import io.gpuledger.cost.invoice.BridgeFacts.Effective;
import io.gpuledger.cost.invoice.BridgeFacts.Start;
import io.gpuledger.cost.invoice.BridgeFacts.Usage;
import java.util.Locale;

/** Why a charge costs a month something else than it is billed there. */
public enum BridgeClass {
  PREPAID_ONE_TIME(BridgeLine.PREPAID),
  PREPAID_RECURRING(BridgeLine.PREPAID),
  PREPAID_OTHER(BridgeLine.PREPAID),
  AMORTISATION_USED(BridgeLine.AMORTISATION),
  AMORTISATION_UNUSED(BridgeLine.AMORTISATION),
  /** Covered by something that is no commitment, such as prepaid tokens. */
  AMORTISATION_OTHER(BridgeLine.AMORTISATION),
  OTHER_PERIOD(BridgeLine.CORRECTIONS),
  WITHOUT_EFFECTIVE(BridgeLine.UNKNOWN),
  /** Billed as it costs, in the month it is billed in: adds to payable and effective alike. */
  SAME(BridgeLine.PAYABLE),
  UNEXPLAINED(BridgeLine.UNEXPLAINED);

  private final BridgeLine line;

  BridgeClass(BridgeLine line) {
    this.line = line;
  }

  /** The line whose amount it is part of; {@link BridgeLine#PAYABLE} where it changes nothing. */
  public BridgeLine line() {
    return line;
  }

  /** The word in the API. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The class of a charge: the first rule that fits (docs/rules/bridge.md). */
  public static BridgeClass of(BridgeFacts facts) {
    boolean used = facts.usage() != Usage.OUTSIDE;
    if (facts.effective() == Effective.ABSENT && used) {
      return WITHOUT_EFFECTIVE;
    }
    if (facts.billedHere()
        && facts.purchase()
        && facts.effective() == Effective.ZERO
        && !facts.correction()
        && facts.start() != Start.BEFORE) {
      return switch (facts.frequency()) {
        case ONE_TIME -> PREPAID_ONE_TIME;
        case RECURRING -> PREPAID_RECURRING;
        case OTHER -> PREPAID_OTHER;
      };
    }
    if (facts.billedZero()
        && facts.effective() == Effective.DIFFERENT
        && used
        && !facts.correction()) {
      return switch (facts.commitment()) {
        case USED -> AMORTISATION_USED;
        case UNUSED -> AMORTISATION_UNUSED;
        case NONE -> AMORTISATION_OTHER;
      };
    }
    if (!facts.billedHere()
        || facts.usage() != Usage.INSIDE
        || facts.correction()
        || facts.start() != Start.WITHIN) {
      return OTHER_PERIOD;
    }
    return facts.effective() == Effective.SAME ? SAME : UNEXPLAINED;
  }
}
