package io.gpuledger.ingest.aws;

import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeRecord;
import io.gpuledger.ingest.focus.ReadNote;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What a report leaves unclear about costs, told once a file. */
final class CurDoubts {
  private final CurCosts costs;
  private final Set<CurLineType> unknown = EnumSet.noneOf(CurLineType.class);
  private boolean netUsage;
  private boolean grossDiscount;
  private boolean told;

  CurDoubts(CurCosts costs) {
    this.costs = costs;
  }

  /** Tells that a line of this type has no EffectiveCost. */
  void unknownCost(ChargeWriter charge, CurLineType type) {
    if (unknown.add(type)) {
      charge.noted(
          ReadNote.Kind.COST_UNKNOWN,
          "a line of type "
              + type.text()
              + " has no EffectiveCost, nor have others like it: its rule needs the column "
              + CurCosts.needed(type)
              + "; export it as well");
    }
  }

  /**
   * Private pricing stands in the net costs of usage, and then discount lines have a net cost of
   * zero. Where theirs is empty they count in full beside it.
   */
  void discounts(
      NativeRecord line, ChargeWriter charge, CurLineType type, Optional<BigDecimal> invoiced) {
    if (told || !costs.tellsNet()) {
      return;
    }
    boolean net = costs.hasNet(line);
    netUsage |= net && type.usage();
    grossDiscount |=
        !net
            && type == CurLineType.DISCOUNT
            && invoiced.filter(amount -> amount.signum() != 0).isPresent();
    if (netUsage && grossDiscount) {
      told = true;
      charge.noted(
          ReadNote.Kind.DISCOUNT_UNCLEAR,
          "usage has net costs and a discount line has none, so the discount may count twice;"
              + " compare BilledCost with the invoice");
    }
  }
}
