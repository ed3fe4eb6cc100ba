package io.gpuledger.cost.owned;

import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Hardware that was bought.
 *
 * @param id the resource id by which inventory knows it
 * @param deviceModel the vendor's model name of its accelerators
 * @param deviceCount how many it has; 0 for a switch or a rack
 * @param purchase what it cost, above zero
 * @param salvage what it will be worth at the end of its life; less than its cost
 * @param inService the first day of its life
 * @param lifeMonths 1 to {@link #LIFE_MONTHS_LIMIT}
 * @param method how its cost falls on its life
 * @param disposal the end of its service, if known
 */
public record Asset(
    String id,
    String deviceModel,
    int deviceCount,
    Money purchase,
    Money salvage,
    LocalDate inService,
    int lifeMonths,
    DepreciationMethod method,
    Optional<Disposal> disposal) {
  /** Longest life: thirty years. */
  public static final int LIFE_MONTHS_LIMIT = 360;

  public Asset {
    Faults faults =
        Faults.of("asset " + id)
            .text(id, "id")
            .check(
                deviceCount >= 0,
                ProblemCode.NOT_ALLOWED_VALUE,
                "deviceCount",
                deviceCount + " is below 0")
            .check(
                deviceCount == 0 || !deviceModel.isBlank(),
                ProblemCode.MISSING_VALUE,
                "deviceModel",
                "is missing")
            .check(
                purchase.amount().signum() > 0,
                ProblemCode.NOT_ALLOWED_VALUE,
                "purchase",
                purchase + " is not above 0")
            .check(
                salvage.currency().equals(purchase.currency()),
                ProblemCode.NOT_A_CURRENCY,
                "salvage",
                salvage + " is not in " + purchase.currency())
            .check(
                salvage.amount().signum() >= 0 && salvage.amount().compareTo(purchase.amount()) < 0,
                ProblemCode.NOT_ALLOWED_VALUE,
                "salvage",
                salvage + " is not between 0 and the cost of " + purchase)
            .check(
                lifeMonths >= 1 && lifeMonths <= LIFE_MONTHS_LIMIT,
                ProblemCode.NOT_ALLOWED_VALUE,
                "lifeMonths",
                lifeMonths + " is not between 1 and " + LIFE_MONTHS_LIMIT);
    disposal.ifPresent(
        end ->
            faults
                .check(
                    end.on().isAfter(inService),
                    ProblemCode.PERIOD_NOT_POSITIVE,
                    "disposal",
                    end.on() + " is not after the start of service on " + inService)
                .check(
                    end.proceeds().currency().equals(purchase.currency()),
                    ProblemCode.NOT_A_CURRENCY,
                    "disposal",
                    end.proceeds() + " is not in " + purchase.currency()));
    faults.orRefuse();
  }
}
