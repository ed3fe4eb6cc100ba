package io.gpuledger.cost.allocation;

import io.gpuledger.cost.money.Amount;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes the lines of what stands on other charges: it goes to the owners of these, in proportion to
 * their cost. Owners whose cost is below zero have no share. One instance serves one thread.
 */
public final class SharedLines {
  /** Most owners of one charge; beyond it it is not divided. */
  public static final int OWNERS_LIMIT = 1_000;

  private final Allocator allocator;

  public SharedLines(OwnershipRules rules) {
    this.allocator = new Allocator(rules);
  }

  /**
   * What an owner has of the charges that something stands on.
   *
   * @param owner who
   * @param cost its amortised cost, of any sign
   */
  public record Weight(Owner owner, Amount cost) {}

  /**
   * The lines of a charge on one day, in a fixed order.
   *
   * @param share the day's part of the charge
   * @param description the charge's
   * @param weights by {@link SharedCharge.Link#key()}, each owner once, in a fixed order; empty
   *     where the day has none
   * @return at least one line; their costs sum to {@code share.costs()}
   */
  public List<AllocationLine> of(
      DayShare share, String description, Function<String, List<Weight>> weights) {
    AllocationLine whole = allocator.allocate(share, ChargeTelemetry.NONE).get(0);
    Optional<SharedCharge> kind = SharedCharge.of(share.charge().keys());
    if (kind.isEmpty() || !whole.ownership().equals(Ownership.NOBODY)) {
      return List.of(whole);
    }
    for (SharedCharge.Link link : kind.get().links(share.charge().keys(), description)) {
      List<Weight> bearing =
          weights.apply(link.key()).stream().filter(of -> of.cost().signum() > 0).toList();
      if (!bearing.isEmpty() && bearing.size() <= OWNERS_LIMIT) {
        return divided(whole, link, bearing);
      }
    }
    return List.of(whole.with(Ownership.NOBODY, whole.costs(), kind.get().nothing()));
  }

  private static List<AllocationLine> divided(
      AllocationLine whole, SharedCharge.Link link, List<Weight> bearing) {
    List<BigInteger> weights = bearing.stream().map(of -> of.cost().unscaled()).toList();
    List<Costs> costs = whole.costs().split(weights);
    List<AllocationLine> lines = new ArrayList<>(bearing.size());
    for (int i = 0; i < bearing.size(); i++) {
      Owner owner = bearing.get(i).owner();
      boolean nobody = owner.team().equals(Owner.UNATTRIBUTED_TEAM);
      Ownership ownership = new Ownership(owner, nobody ? "-" : "default: " + link.words());
      lines.add(whole.with(ownership, costs.get(i), link.words()).at(i));
    }
    return lines;
  }
}
