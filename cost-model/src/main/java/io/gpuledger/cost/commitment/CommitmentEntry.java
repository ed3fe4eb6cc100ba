package io.gpuledger.cost.commitment;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A commitment with how a ledger follows it.
 *
 * @param commitment the terms
 * @param alternativePerHour what an hour of one committed unit costs without it, for the
 *     break-even; in its currency
 * @param devices device-time that it could cover, where the bills do not say what was used
 * @param spend charges that count towards a spend commitment
 * @param marketplace of those, the charges of the provider's marketplace; empty where none counts
 * @param slaCredits credits claimed for outages, each id once
 */
public record CommitmentEntry(
    Commitment commitment,
    Optional<Money> alternativePerHour,
    Optional<Filter> devices,
    Filter spend,
    Optional<Filter> marketplace,
    List<SlaCredit> slaCredits) {
  /** A commitment without SLA credits. */
  public CommitmentEntry(
      Commitment commitment,
      Optional<Money> alternativePerHour,
      Optional<Filter> devices,
      Filter spend,
      Optional<Filter> marketplace) {
    this(commitment, alternativePerHour, devices, spend, marketplace, List.of());
  }

  public CommitmentEntry {
    slaCredits = List.copyOf(slaCredits);
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
    Set<String> ids = new HashSet<>();
    for (SlaCredit credit : slaCredits) {
      faults
          .check(
              ids.add(credit.id()),
              ProblemCode.NOT_ALLOWED_VALUE,
              "slaCredits",
              "\"" + credit.id() + "\" stands there twice")
          .check(
              credit.commitmentId().equals(commitment.key().id())
                  && credit.claimed().currency().equals(commitment.currency()),
              ProblemCode.NOT_ALLOWED_VALUE,
              "slaCredits",
              "\"" + credit.id() + "\" is of another commitment or currency");
    }
    faults.orRefuse();
  }
}
