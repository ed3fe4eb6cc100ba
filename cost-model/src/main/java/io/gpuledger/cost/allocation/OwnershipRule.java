package io.gpuledger.cost.allocation;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.filter.GroupKey.Name;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * One rule: money that passes the filter belongs to the owner while the rule is in force.
 *
 * <p>A part of the owner may be a text or {@code {key}}, the row's own value of a group key: {@code
 * {tag:team}}. Where the team's key is missing on a row, the rule does not match it.
 *
 * @param name shown in the trace of each line
 * @param match which rows
 * @param team text or {@code {key}}; never empty
 * @param costCenter text, {@code {key}} or empty
 * @param project text, {@code {key}} or empty
 * @param environment text, {@code {key}} or empty
 * @param from first instant in force; {@link Instant#MIN} for ever before
 * @param to first instant no longer in force; {@link Instant#MAX} where open
 */
public record OwnershipRule(
    String name,
    Filter match,
    String team,
    String costCenter,
    String project,
    String environment,
    Instant from,
    Instant to) {
  /** Keys that ownership itself decides; a rule cannot look at them. */
  private static final Set<Name> DECIDED =
      EnumSet.of(Name.TEAM, Name.COST_CENTER, Name.PROJECT, Name.ENVIRONMENT, Name.INITIATIVE);

  public OwnershipRule {
    if (name.isBlank() || team.isBlank()) {
      throw new IllegalArgumentException("an ownership rule needs a name and a team");
    }
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("rule " + name + " ends at " + to + ", before it starts");
    }
    Set<GroupKey> keys = new TreeSet<>(match.keys());
    for (String part : List.of(team, costCenter, project, environment)) {
      if (isReference(part)) {
        keys.add(referenced(part, name));
      }
    }
    for (GroupKey key : keys) {
      if (DECIDED.contains(key.name())) {
        throw new IllegalArgumentException(
            "rule " + name + " looks at " + key + ", which ownership rules decide themselves");
      }
    }
  }

  /** The keys that the rule looks at. */
  Set<GroupKey> keys() {
    Set<GroupKey> keys = new TreeSet<>(match.keys());
    for (String part : List.of(team, costCenter, project, environment)) {
      if (isReference(part)) {
        keys.add(referenced(part, name));
      }
    }
    return keys;
  }

  boolean inForce(Instant at) {
    return !at.isBefore(from) && at.isBefore(to);
  }

  /** The owner of a row that the rule matches, or empty. */
  Optional<Owner> resolve(Function<GroupKey, String> values) {
    if (!match.matches(values)) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>();
    for (String part : List.of(team, costCenter, project, environment)) {
      parts.add(isReference(part) ? values.apply(referenced(part, name)) : part);
    }
    return parts.get(0).equals(GroupKey.MISSING)
        ? Optional.empty()
        : Optional.of(new Owner(parts.get(0), parts.get(1), parts.get(2), parts.get(3)));
  }

  /** All that decides, as text, for the version of a policy. */
  String text() {
    return String.join(
        "\u001f",
        name,
        match.text(),
        team,
        costCenter,
        project,
        environment,
        from.toString(),
        to.toString());
  }

  private static boolean isReference(String part) {
    return part.length() > 2 && part.startsWith("{") && part.endsWith("}");
  }

  private static GroupKey referenced(String part, String rule) {
    String key = part.substring(1, part.length() - 1);
    return GroupKey.parse(key)
        .orElseThrow(
            () -> new IllegalArgumentException("rule " + rule + " refers to unknown key " + key));
  }
}
