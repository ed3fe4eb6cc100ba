package io.gpuledger.cost.budget;

import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.filter.GroupKey.Name;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Charges that a budget may leave out. All count unless a budget says otherwise. */
public enum ChargePart {
  /** Charge category Credit. */
  CREDITS("credits"),
  /** Charge category Tax. */
  TAX("tax"),
  /** Services with "support" in their name, in any case. */
  SUPPORT("support"),
  /** Charge category Purchase: upfront payments and recurring fees of commitments. */
  PURCHASES("purchases"),
  /** Committed and not used. */
  UNUSED_COMMITMENT("unusedCommitment");

  /** Parts that one might want to leave out, and why the ledger cannot. */
  public static final Map<String, String> NOT_TOLD_APART =
      Map.of(
          "refunds",
          "a refund carries the category of what it takes back, so that the ledger cannot tell it"
              + " from other charges below zero; refunds always count",
          "sharedShare",
          "a line does not say whether it is a share of a shared charge; shares always count");

  private final String code;

  ChargePart(String code) {
    this.code = code;
  }

  /** The word in configuration, state and answers. */
  public String code() {
    return code;
  }

  /** The part as a sentence names it. */
  public String words() {
    return this == UNUSED_COMMITMENT ? "unused commitment" : code;
  }

  /** The part of a word; empty if there is none. */
  public static Optional<ChargePart> of(String code) {
    for (ChargePart part : values()) {
      if (part.code.equals(code)) {
        return Optional.of(part);
      }
    }
    return Optional.empty();
  }

  /** The key that it is told by. */
  public GroupKey key() {
    return GroupKey.of(
        switch (this) {
          case CREDITS, TAX, PURCHASES -> Name.CHARGE_CATEGORY;
          case SUPPORT -> Name.SERVICE;
          case UNUSED_COMMITMENT -> Name.STATE;
        });
  }

  /** Whether a row belongs to it. */
  public boolean isOf(Function<GroupKey, String> row) {
    String value = row.apply(key());
    return switch (this) {
      case CREDITS -> value.equals("Credit");
      case TAX -> value.equals("Tax");
      case PURCHASES -> value.equals("Purchase");
      case SUPPORT -> value.toLowerCase(Locale.ROOT).contains("support");
      case UNUSED_COMMITMENT -> value.equals("unused_commitment");
    };
  }

  /** Whether a row belongs to none of some parts. */
  static boolean isOfNone(Set<ChargePart> parts, Function<GroupKey, String> row) {
    for (ChargePart part : parts) {
      if (part.isOf(row)) {
        return false;
      }
    }
    return true;
  }
}
