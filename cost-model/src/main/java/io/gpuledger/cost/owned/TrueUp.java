package io.gpuledger.cost.owned;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.spread.WeightedSpread;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The line that makes computed charges of a kind what the supplier really asked for. */
public final class TrueUp {
  private TrueUp() {}

  /**
   * The difference between an invoice and all charges of its kind in its period, earlier true-ups
   * included. Of a charge that the period covers in part, the share of its time counts, so that
   * invoices which follow each other count each charge once: together with their lines the charges
   * are the invoices exactly. The computed charges stay as they are. The line is there also where
   * it is zero, as the proof that the invoice has come.
   *
   * @param charges all charges of the estate; those of other kinds and periods are passed over
   * @throws io.gpuledger.cost.problem.RefusedException if a charge of the kind is of another
   *     currency
   */
  public static OwnedCharge of(RealInvoice invoice, List<OwnedCharge> charges) {
    Faults faults = Faults.of("invoice " + invoice.invoiceId());
    String currency = invoice.amount().currency();
    Amount charged = Amount.ZERO;
    List<String> trace = new ArrayList<>();
    trace.add("invoiced " + invoice.amount());
    for (OwnedCharge charge : charges) {
      if (charge.kind() == invoice.kind() && charge.period().overlaps(invoice.period())) {
        faults.check(
            charge.amount().currency().equals(currency),
            ProblemCode.NOT_A_CURRENCY,
            "amount",
            charge.description() + " is " + charge.amount());
        Amount share =
            WeightedSpread.straightLine(charge.amount().amount(), charge.period())
                .within(invoice.period());
        charged = charged.plus(share);
        trace.add("- " + share + " of " + charge.amount() + ": " + charge.description());
      }
    }
    faults.orRefuse();
    return new OwnedCharge(
        invoice.kind(),
        OwnedCharge.Nature.TRUE_UP,
        "True-up of "
            + invoice.kind().text()
            + " to invoice "
            + invoice.invoiceId()
            + " of "
            + invoice.issuer(),
        invoice.issuer(),
        invoice.period(),
        Optional.empty(),
        new Money(currency, invoice.amount().amount().minus(charged)),
        false,
        trace);
  }
}
