package io.gpuledger.cost.currency;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Fraction;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;

/**
 * What a payment cost beyond the booked amount because the rate had moved: a figure of its own,
 * never part of a charge.
 *
 * @param payment the payment
 * @param booked the part of the booked invoice that the payment settles
 * @param difference paid - booked; above zero is a loss
 */
public record RealisedDifference(Payment payment, Money booked, Money difference) {
  /**
   * The differences of an invoice's payments. The booked parts are differences of one running
   * fraction, so that they sum to the booked invoice exactly once all of it is settled.
   *
   * @param invoice the invoice at the rate of its issue
   * @param payments in order of time; together they settle no more than the invoice
   */
  public static List<RealisedDifference> of(Conversion.Converted invoice, List<Payment> payments) {
    refuseFaults(invoice, payments);
    Amount whole = invoice.original().amount();
    Amount settled = Amount.ZERO;
    Amount booked = Amount.ZERO;
    List<RealisedDifference> result = new ArrayList<>(payments.size());
    for (Payment payment : payments) {
      settled = settled.plus(payment.settled().amount());
      Amount upToNow =
          Fraction.times(
              invoice.converted().amount(), settled.unscaled(), whole.unscaled(), Rounding.SPLIT);
      Amount part = upToNow.minus(booked);
      booked = upToNow;
      String own = invoice.converted().currency();
      result.add(
          new RealisedDifference(
              payment, new Money(own, part), new Money(own, payment.paid().amount().minus(part))));
    }
    return List.copyOf(result);
  }

  private static void refuseFaults(Conversion.Converted invoice, List<Payment> payments) {
    Amount whole = invoice.original().amount();
    Faults faults =
        Faults.of("payments of an invoice of " + invoice.original())
            .check(whole.signum() > 0, ProblemCode.NOT_ALLOWED_VALUE, "invoice", "is not above 0");
    Amount settled = Amount.ZERO;
    for (Payment payment : payments) {
      settled = settled.plus(payment.settled().amount());
      faults
          .check(
              payment.settled().currency().equals(invoice.original().currency()),
              ProblemCode.NOT_A_CURRENCY,
              "settled",
              payment.settled() + " is not in the invoice's currency")
          .check(
              payment.paid().currency().equals(invoice.converted().currency()),
              ProblemCode.NOT_A_CURRENCY,
              "paid",
              payment.paid() + " is not in " + invoice.converted().currency())
          .check(
              payment.settled().amount().signum() > 0,
              ProblemCode.NOT_ALLOWED_VALUE,
              "settled",
              payment.settled() + " settles nothing");
    }
    faults
        .check(
            settled.compareTo(whole) <= 0,
            ProblemCode.NOT_ALLOWED_VALUE,
            "settled",
            settled + " is more than the invoice")
        .orRefuse();
  }
}
