package io.gpuledger.cost.allocation;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.filter.Operator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An ownership rule that would give an owner to money that has none. It is a proposal for a person:
 * who the owner is stands in the rule only where a tag says it.
 *
 * @param match which money
 * @param team {@code {key}} where the value of the key is a team's name, empty where a person has
 *     to say
 */
public record SuggestedRule(Filter match, String team) {
  /** Words of tag keys whose values are names of owners. */
  private static final Pattern OWNER_WORD =
      Pattern.compile("(^|[^a-z])(team|owner|squad|group|department|dept|tenant)([^a-z]|$)");

  /** The rule that every value of a key is the team of its money; empty where none is a team. */
  public static Optional<SuggestedRule> byValuesOf(GroupKey key) {
    boolean names =
        key.name() == GroupKey.Name.NAMESPACE
            || (key.name() == GroupKey.Name.TAG
                && OWNER_WORD.matcher(key.tag().toLowerCase(Locale.ROOT)).find());
    return names
        ? Optional.of(
            new SuggestedRule(
                new Filter.Comparison(key, Operator.NOT_EQUAL, List.of(GroupKey.MISSING)),
                "{" + key.text() + "}"))
        : Optional.empty();
  }

  /** The rule for the money of one value of a key. */
  public static SuggestedRule ofValue(GroupKey key, String value) {
    return new SuggestedRule(new Filter.Comparison(key, Operator.EQUAL, List.of(value)), "");
  }
}
