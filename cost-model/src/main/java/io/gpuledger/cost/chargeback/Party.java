package io.gpuledger.cost.chargeback;

import io.gpuledger.cost.allocation.Owner;
import java.util.Comparator;

/**
 * Who is charged.
 *
 * @param team its name; {@code unattributed} where nobody owns the money
 * @param costCenter its cost centre, or {@code -}
 */
public record Party(String team, String costCenter) implements Comparable<Party> {
  private static final Comparator<Party> ORDER =
      Comparator.comparing(Party::team).thenComparing(Party::costCenter);

  public Party {
    if (team.isBlank() || costCenter.isBlank()) {
      throw new IllegalArgumentException("a party needs a team and a cost centre, or - for none");
    }
  }

  /** Whether somebody can be charged. */
  boolean isOwner() {
    return !team.equals(Owner.UNATTRIBUTED_TEAM) && !team.equals("-");
  }

  @Override
  public int compareTo(Party other) {
    return ORDER.compare(this, other);
  }
}
