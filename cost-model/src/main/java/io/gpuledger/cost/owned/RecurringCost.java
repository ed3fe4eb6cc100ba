package io.gpuledger.cost.owned;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Fraction;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.spread.HourlyFee;
import io.gpuledger.cost.spread.MonthlyFee;
import io.gpuledger.cost.spread.Spread;
import io.gpuledger.cost.time.TimeRange;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * A cost that goes on: lease, colocation, network, maintenance, staff.
 *
 * @param id the resource id that its charges have
 * @param kind what it is for
 * @param description such as {@code cage 12, 40 kW}
 * @param quantity how many, above zero
 * @param price of one for an hour or a month
 * @param valid from when to when
 */
public record RecurringCost(
    String id,
    CostKind kind,
    String description,
    Amount quantity,
    TypedPrice price,
    TimeRange valid) {
  public RecurringCost {
    Faults.of("cost " + id)
        .text(id, "id")
        .check(
            kind != CostKind.DEPRECIATION && kind != CostKind.DISPOSAL,
            ProblemCode.NOT_ALLOWED_VALUE,
            "kind",
            kind.text() + " follows from the assets")
        .check(
            quantity.signum() > 0,
            ProblemCode.NOT_ALLOWED_VALUE,
            "quantity",
            quantity + " is not above 0")
        .check(
            !(price instanceof TypedPrice.PerKwh),
            ProblemCode.NOT_ALLOWED_VALUE,
            "price",
            price + " is of energy; a recurring cost has a price per hour or month")
        .orRefuse();
  }

  private Spread spread(ZoneId zone) {
    Amount perUnit = Fraction.product(quantity, price.perUnit().amount());
    return price instanceof TypedPrice.PerHour
        ? new HourlyFee(List.of(new HourlyFee.Phase(valid, perUnit)))
        : new MonthlyFee(perUnit, valid, zone);
  }

  /** The charge of a month; empty where the cost does not go on in it. */
  Optional<OwnedCharge> chargeOf(TimeRange month, ZoneId zone) {
    return valid
        .intersection(month)
        .map(
            period ->
                new OwnedCharge(
                    kind,
                    OwnedCharge.Nature.RECURRING,
                    kind.text() + ": " + description,
                    id,
                    period,
                    Optional.empty(),
                    new Money(price.perUnit().currency(), spread(zone).within(month)),
                    false,
                    List.of(
                        quantity
                            + " x "
                            + price
                            + " x time from "
                            + period.start()
                            + " to "
                            + period.end())));
  }
}
