package io.gpuledger.cost.chargeback;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import java.util.Optional;

/**
 * Who is charged for what matches. A rule has one of the three effects of {@link Effect}.
 *
 * @param name shown as the component of the statement's lines
 * @param match which money; shared group keys only, because the daily sums have no others
 * @param effect what happens to it
 * @param party who is charged where the effect is {@link Effect#CHARGE_PARTY}, else empty
 * @param spread how it is divided where the effect is {@link Effect#SPREAD}, else empty
 */
public record ChargeRule(
    String name, Filter match, Effect effect, Optional<Party> party, Optional<Spread> spread) {
  /** What a rule does. */
  public enum Effect {
    /** It stays with whom allocation gave it to, as a line of its own. */
    OWN_LINE,
    /** A named party is charged: the owner of the reservation or quota, the platform's budget. */
    CHARGE_PARTY,
    /** It is divided among parties. */
    SPREAD
  }

  public ChargeRule {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a chargeback rule needs a name");
    }
    if ((effect == Effect.CHARGE_PARTY) != party.isPresent()
        || (effect == Effect.SPREAD) != spread.isPresent()) {
      throw new IllegalArgumentException("rule " + name + " has not what its effect needs");
    }
    for (GroupKey key : match.keys()) {
      if (key.grain() != GroupKey.Grain.SHARED) {
        throw new IllegalArgumentException(
            "rule " + name + " looks at " + key + ", which daily sums do not have");
      }
    }
  }

  /** It stays where it is, under the rule's name. */
  public static ChargeRule ownLine(String name, Filter match) {
    return new ChargeRule(name, match, Effect.OWN_LINE, Optional.empty(), Optional.empty());
  }

  /** A party is charged. */
  public static ChargeRule charge(String name, Filter match, Party party) {
    return new ChargeRule(name, match, Effect.CHARGE_PARTY, Optional.of(party), Optional.empty());
  }

  /** It is divided. */
  public static ChargeRule spread(String name, Filter match, Spread spread) {
    return new ChargeRule(name, match, Effect.SPREAD, Optional.empty(), Optional.of(spread));
  }
}
