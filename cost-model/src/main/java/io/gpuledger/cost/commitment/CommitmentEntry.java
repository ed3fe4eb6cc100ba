package io.gpuledger.cost.commitment;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import java.util.Optional;

/**
 * A commitment with how a ledger follows it.
 *
 * @param commitment the terms
 * @param alternativePerHour what an hour of one committed unit costs without it, for the
 *     break-even; in its currency
 * @param devices device-time that it could cover, where the bills do not say what was used
 * @param spend charges that count towards a spend commitment
 * @param marketplace of those, the charges of the provider's marketplace; empty where none counts
 */
public record CommitmentEntry(
    Commitment commitment,
    Optional<Money> alternativePerHour,
    Optional<Filter> devices,
    Filter spend,
    Optional<Filter> marketplace) {
  public CommitmentEntry {
    Faults faults = Faults.of("commitment " + commitment.key().id());
    alternativePerHour.ifPresent(
        price ->
            faults
                .check(
                    price.currency().equals(commitment.currency()),
                    ProblemCode.NOT_A_CURRENCY,
                    "alternative",
                    price + " is not in " + commitment.currency())
                .check(
                    commitment.terms() instanceof HourlyTerms,
                    ProblemCode.NOT_ALLOWED_VALUE,
                    "alternative",
                    "a " + commitment.kind().text() + " has no hours to compare"));
    faults.check(
        devices.isEmpty()
            || (commitment.terms() instanceof HourlyTerms
                && commitment.kind().focusCategory().equals("Usage")),
        ProblemCode.NOT_ALLOWED_VALUE,
        "devices",
        "a " + commitment.kind().text() + " is not measured in device-time");
    faults.check(
        marketplace.isEmpty() || commitment.terms() instanceof SpendTerms,
        ProblemCode.NOT_ALLOWED_VALUE,
        "marketplace",
        "a " + commitment.kind().text() + " counts no spend");
    faults.orRefuse();
  }
}
