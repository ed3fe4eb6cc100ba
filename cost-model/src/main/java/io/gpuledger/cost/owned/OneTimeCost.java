package io.gpuledger.cost.owned;

import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import java.time.Instant;

/**
 * A cost of one instant, such as spare parts, that is borne by its month.
 *
 * @param id the resource id that its charge has
 * @param kind what it is for
 * @param description what was bought
 * @param amount above zero
 * @param at when
 */
public record OneTimeCost(String id, CostKind kind, String description, Money amount, Instant at) {
  public OneTimeCost {
    Faults.of("cost " + id)
        .text(id, "id")
        .text(description, "description")
        .check(
            amount.amount().signum() > 0,
            ProblemCode.NOT_ALLOWED_VALUE,
            "amount",
            amount + " is not above 0")
        .orRefuse();
  }
}
