package io.gpuledger.cost.allocation;

import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Taxes, credits or support that one billing account is charged for others of its source: they
 * stand on the charges of these accounts instead of on those of their own.
 *
 * @param source whose accounts
 * @param billedIn the account that is charged
 * @param covers the accounts that it is charged for, its own among them or not; empty for all of
 *     the source
 * @param kinds which of its charges
 * @param from the first UTC day
 * @param to the first UTC day after
 */
public record SharedChargeRule(
    String source,
    String billedIn,
    Optional<SortedSet<String>> covers,
    Set<SharedCharge> kinds,
    LocalDate from,
    LocalDate to) {
  /** How many accounts the trace names. */
  private static final int NAMED_LIMIT = 5;

  public SharedChargeRule {
    covers = covers.map(names -> Collections.unmodifiableSortedSet(new TreeSet<>(names)));
    kinds = kinds.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(kinds));
    Faults.of("shared charges of " + billedIn)
        .text(source, "source")
        .text(billedIn, "billedIn")
        .check(
            covers.map(names -> !names.isEmpty()).orElse(true),
            ProblemCode.MISSING_VALUE,
            "covers",
            "names no account")
        .check(!kinds.isEmpty(), ProblemCode.MISSING_VALUE, "kinds", "names no kind of charge")
        .check(from.isBefore(to), ProblemCode.TIME_OUT_OF_RANGE, "to", to + " is not after " + from)
        .orRefuse();
  }

  boolean decides(String ofSource, String account, SharedCharge kind, LocalDate day) {
    return source.equals(ofSource)
        && billedIn.equals(account)
        && kinds.contains(kind)
        && holds(day);
  }

  /** Whether what an account is charged on a day is what the rule's charges stand on. */
  public boolean standsOn(String ofSource, String account, LocalDate day) {
    return source.equals(ofSource) && holds(day) && covers(account);
  }

  private boolean holds(LocalDate day) {
    return !day.isBefore(from) && day.isBefore(to);
  }

  public boolean covers(String account) {
    return covers.map(names -> names.contains(account)).orElse(true);
  }

  /** Whether both decide on some charge. */
  public boolean overlaps(SharedChargeRule other) {
    return source.equals(other.source)
        && billedIn.equals(other.billedIn)
        && !Collections.disjoint(kinds, other.kinds)
        && from.isBefore(other.to)
        && other.from.isBefore(to);
  }

  /** The accounts as the trace names them. */
  String words() {
    return covers
        .map(
            names -> {
              String first = names.stream().limit(NAMED_LIMIT).collect(Collectors.joining(", "));
              int more = names.size() - NAMED_LIMIT;
              return (names.size() == 1 ? "account " : "accounts ")
                  + first
                  + (more > 0 ? " and " + more + " more" : "");
            })
        .orElse("all accounts of " + source);
  }

  /** Short, and the same for no other rule: two of one account differ in their days or kinds. */
  public String key() {
    return String.join("\n", "rule", source, billedIn, String.valueOf(kinds), from.toString());
  }

  /** The same text for the same rule, and for no other. */
  String text() {
    return String.join(
        "\n",
        source,
        billedIn,
        covers.map(names -> names.size() + "\n" + String.join("\n", names)).orElse("all"),
        kinds.stream().map(Enum::name).collect(Collectors.joining(" ")),
        from.toString(),
        to.toString());
  }
}
