package io.gpuledger.cost.owned;

import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.time.TimeRange;
import java.util.List;
import java.util.Optional;

/** The line that makes a period's charges of a kind what the supplier really asked for. */
public final class TrueUp {
  private TrueUp() {}

  /**
   * The difference between an invoice and all charges of its kind in its period, earlier true-ups
   * included, so that together they are the invoice exactly. The computed charges stay as they are.
   * The line is there also where it is zero, as the proof that the invoice has come.
   *
   * @param charges all charges of the estate; those of other kinds and periods are passed over
   * @throws io.gpuledger.cost.problem.RefusedException if a charge of the kind lies partly within
   *     the period, or is of another currency
   */
  public static OwnedCharge of(RealInvoice invoice, List<OwnedCharge> charges) {
    Faults faults = Faults.of("invoice " + invoice.invoiceId());
    Money charged = Money.zero(invoice.amount().currency());
    for (OwnedCharge charge : charges) {
      Optional<TimeRange> common = charge.period().intersection(invoice.period());
      if (charge.kind() == invoice.kind() && common.isPresent()) {
        boolean fits =
            charge.amount().currency().equals(charged.currency())
                && common.get().equals(charge.period());
        faults
            .check(
                common.get().equals(charge.period()),
                ProblemCode.NOT_ALLOWED_VALUE,
                "period",
                "covers only a part of " + charge.description() + ", " + charge.period())
            .check(
                charge.amount().currency().equals(charged.currency()),
                ProblemCode.NOT_A_CURRENCY,
                "amount",
                charge.description() + " is " + charge.amount());
        charged = fits ? charged.plus(charge.amount()) : charged;
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
        new Money(charged.currency(), invoice.amount().amount().minus(charged.amount())),
        false,
        List.of("invoiced " + invoice.amount() + " - charged " + charged));
  }
}
