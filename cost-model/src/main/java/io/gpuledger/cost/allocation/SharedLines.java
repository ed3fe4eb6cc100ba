package io.gpuledger.cost.allocation;

import io.gpuledger.cost.filter.GroupKey.Name;
import io.gpuledger.cost.money.Amount;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the lines of what stands on other charges: it goes to the owners of these, in proportion to
 * their cost in its own currency. Owners whose cost is not above zero have no share. One instance
 * serves one thread.
 */
public final class SharedLines {
  /** Most owners of one charge; beyond it it is not divided. */
  public static final int OWNERS_LIMIT = 1_000;

  private final Allocator allocator;
  private final SharedChargeRules elsewhere;

  /** Lines of charges that each stand on those of their own account. */
  public SharedLines(OwnershipRules rules) {
    this(rules, SharedChargeRules.NONE);
  }

  /**
   * Lines by rules.
   *
   * @param elsewhere which charges stand on those of other accounts
   */
  public SharedLines(OwnershipRules rules, SharedChargeRules elsewhere) {
    this.allocator = new Allocator(rules);
    this.elsewhere = elsewhere;
  }

  /**
   * What an owner has of the charges that something stands on.
   *
   * @param owner who
   * @param cost amortised, or invoiced where the bill has no amortised cost; of any sign
   * @param basis which of the two it was
   */
  public record Weight(Owner owner, Amount cost, WeightBasis basis) {}

  /**
   * What decides on a charge's day.
   *
   * @param whole the day as one line, with what an ownership rule says of it
   * @param kind empty where it stands on nothing, or an ownership rule has decided
   * @param link what it stands on; empty where it has one line only
   * @param bearing whoever shares it, in a fixed order
   */
  record Found(
      AllocationLine whole,
      Optional<SharedCharge> kind,
      Optional<SharedCharge.Link> link,
      List<Weight> bearing) {
    static Found whole(AllocationLine line) {
      return new Found(line, Optional.empty(), Optional.empty(), List.of());
    }
  }

  /**
   * The lines of a charge on one day, in a fixed order, however many its like make.
   *
   * @param share the day's part of the charge
   * @param description the charge's
   * @param weights what its cell has for it to stand on
   * @return at least one line; their costs sum to {@code share.costs()}
   */
  public List<AllocationLine> of(DayShare share, String description, StandsOn weights) {
    return divided(find(share, description, weights));
  }

  Found find(DayShare share, String description, StandsOn own) {
    AllocationLine whole = allocator.allocate(share, ChargeTelemetry.NONE).get(0);
    ChargeKeys keys = share.charge().keys();
    Optional<SharedCharge> found = SharedCharge.of(keys);
    if (found.isEmpty() || !whole.ownership().equals(Ownership.NOBODY)) {
      return Found.whole(whole);
    }
    SharedCharge kind = found.get();
    Optional<SharedChargeRule> rule =
        elsewhere.of(keys.get(Name.SOURCE), keys.get(Name.ACCOUNT), kind, share.day());
    StandsOn weights = rule.map(own::of).orElse(own);
    SharedCharge.Why why =
        kind.isPromotion(description) ? SharedCharge.Why.GIFT : SharedCharge.Why.UNNAMED;
    List<Candidate> candidates = new ArrayList<>();
    if (rule.isEmpty() || kind == SharedCharge.CREDIT) {
      // A credit follows the charge that it names, before any rule about the rest.
      kind.links(keys, description).forEach(link -> candidates.add(new Candidate(own, link)));
    }
    rule.ifPresent(
        of ->
            kind.links(keys, description, of)
                .forEach(link -> candidates.add(new Candidate(weights, link))));
    for (Candidate of : candidates) {
      List<Weight> all = of.weights.ofDay(of.link.key());
      List<Weight> bearing = bearing(all);
      if (divides(bearing)) {
        return new Found(whole, found, Optional.of(of.link), bearing);
      }
      why = why.or(all.isEmpty(), bearing.isEmpty());
    }
    // A day with too many owners is no day without charges: it stays as it is.
    if (why != SharedCharge.Why.MANY) {
      for (Candidate of : candidates) {
        SharedCharge.Link link = of.link;
        Optional<StandsOn.Month> month = of.weights.before(link.key());
        List<Weight> bearing = bearing(month.map(StandsOn.Month::weights).orElse(List.of()));
        if (month.isPresent() && divides(bearing)) {
          return new Found(whole, found, Optional.of(link.of(month.get())), bearing);
        }
      }
    }
    String words =
        kind.nothing(why, keys.get(Name.CURRENCY))
            + rule.filter(of -> !kind.isPromotion(description))
                .map(of -> ", in " + of.words())
                .orElse("");
    return Found.whole(whole.with(Ownership.NOBODY, whole.costs(), words));
  }

  /** Charges that something may stand on, and where they are looked for. */
  private record Candidate(StandsOn weights, SharedCharge.Link link) {}

  private static List<Weight> bearing(List<Weight> all) {
    return all.stream().filter(of -> of.cost().signum() > 0).toList();
  }

  private static boolean divides(List<Weight> bearing) {
    return !bearing.isEmpty() && bearing.size() <= OWNERS_LIMIT;
  }

  /** Every owner has its part of the charge. */
  static List<AllocationLine> divided(Found found) {
    if (found.link().isEmpty()) {
      return List.of(found.whole());
    }
    List<Costs> costs = found.whole().costs().split(weights(found.bearing()));
    List<EndToEnd.Part> parts = new ArrayList<>(costs.size());
    for (int i = 0; i < costs.size(); i++) {
      parts.add(new EndToEnd.Part(i, costs.get(i)));
    }
    return some(found, parts, "");
  }

  /**
   * Some owners have parts of the charge.
   *
   * @param how what the trace says after the link
   */
  static List<AllocationLine> some(Found found, List<EndToEnd.Part> parts, String how) {
    String words = found.link().orElseThrow().words(WeightBasis.of(found.bearing()));
    List<AllocationLine> lines = new ArrayList<>(parts.size());
    for (EndToEnd.Part part : parts) {
      Owner owner = found.bearing().get(part.owner()).owner();
      boolean nobody = owner.team().equals(Owner.UNATTRIBUTED_TEAM);
      Ownership ownership = new Ownership(owner, nobody ? "-" : "default: " + words);
      lines.add(found.whole().with(ownership, part.costs(), words + how).at(lines.size()));
    }
    return lines;
  }

  static List<BigInteger> weights(List<Weight> bearing) {
    return bearing.stream().map(of -> of.cost().unscaled()).toList();
  }
}
