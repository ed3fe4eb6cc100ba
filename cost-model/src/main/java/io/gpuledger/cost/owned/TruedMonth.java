package io.gpuledger.cost.owned;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import java.util.ArrayList;
import java.util.List;

/**
 * The charges of a month, trued up to the real invoices of it: of each kind and period that has an
 * invoice, the charges are the invoice exactly. The same charges and invoices give the same lines.
 *
 * @param charges the computed ones as they were, then one true-up for each invoice
 * @param trueUps each invoice with what was computed for it
 */
public record TruedMonth(List<OwnedCharge> charges, List<TrueUpLine> trueUps) {
  public TruedMonth {
    charges = List.copyOf(charges);
    trueUps = List.copyOf(trueUps);
  }

  /**
   * The break between what was computed and what was asked for.
   *
   * @param computed charges of the kind in the invoice's period, before the true-up
   * @param difference invoice - computed
   */
  public record TrueUpLine(RealInvoice invoice, Amount computed, Amount difference) {}

  /**
   * Trues up a month.
   *
   * @param invoices of one kind at one time at most one; those that do not lie in the month are
   *     passed over
   * @param computed the charges of the month
   * @throws io.gpuledger.cost.problem.RefusedException if a charge is of another currency than the
   *     invoice of its kind
   */
  public static TruedMonth of(
      List<RealInvoice> invoices, List<OwnedCharge> computed, TimeRange month) {
    List<OwnedCharge> charges = new ArrayList<>(computed);
    List<TrueUpLine> lines = new ArrayList<>();
    for (RealInvoice invoice : invoices) {
      TimeRange period = invoice.period();
      if (!period.start().isBefore(month.start()) && !period.end().isAfter(month.end())) {
        OwnedCharge trueUp = TrueUp.of(invoice, computed);
        Amount difference = trueUp.amount().amount();
        lines.add(new TrueUpLine(invoice, invoice.amount().amount().minus(difference), difference));
        charges.add(trueUp);
      }
    }
    return new TruedMonth(charges, lines);
  }
}
