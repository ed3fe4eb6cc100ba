package io.gpuledger.dashboard.config;

import io.gpuledger.cost.allocation.SharedCharge;
import io.gpuledger.cost.allocation.SharedChargeRule;
import io.gpuledger.cost.allocation.SharedChargeRules;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads {@code allocation.sharedCharges}: what one account is billed for others. */
final class SharedChargesSection {
  /** Most accounts of one entry. */
  static final int ACCOUNTS_LIMIT = 5_000;

  private static final String DAY = "a UTC day such as 2026-10-01";
  private static final String ALL = "all";

  private SharedChargesSection() {}

  static SharedChargeRules read(YamlMapping allocation) {
    List<SharedChargeRule> above = new ArrayList<>();
    List<Optional<SharedChargeRule>> read =
        allocation.mappings("sharedCharges", item -> rule(item, above));
    return above.size() < read.size()
        ? SharedChargeRules.NONE
        : allocation.made(() -> new SharedChargeRules(above)).orElse(SharedChargeRules.NONE);
  }

  private static Optional<SharedChargeRule> rule(YamlMapping item, List<SharedChargeRule> above) {
    String source = item.requiredText("source");
    String billedIn = item.requiredText("billedIn");
    Optional<SortedSet<String>> covers = covers(item);
    Set<SharedCharge> kinds =
        item.has("kinds")
            ? Set.copyOf(
                item.values(
                    "kinds",
                    Scalars.words(SharedCharge.class),
                    text -> Scalars.word(SharedCharge.class, text)))
            : Set.of(SharedCharge.SUPPORT);
    LocalDate from = item.optional("from", DAY, LocalDate::parse).orElse(LocalDate.MIN);
    LocalDate to = item.optional("to", DAY, LocalDate::parse).orElse(LocalDate.MAX);
    Optional<SharedChargeRule> rule =
        item.made(() -> new SharedChargeRule(source, billedIn, covers, kinds, from, to));
    if (rule.filter(of -> above.stream().anyMatch(of::overlaps)).isPresent()) {
      item.fault(
          "billedIn",
          "\""
              + billedIn
              + "\" has an entry above for one of these kinds on some of these days; end that one"
              + " by \"to\" and begin this one by \"from\"");
    }
    rule.ifPresent(above::add);
    return rule;
  }

  /** A list of accounts, or the word for all of the source. */
  private static Optional<SortedSet<String>> covers(YamlMapping item) {
    if (!item.has("covers")) {
      item.fault("covers", "\"covers\" is missing: expected a list of accounts, or all");
      return Optional.empty();
    }
    boolean all =
        item.find("covers")
            .filter(node -> node instanceof ScalarNode word && word.getValue().equals(ALL))
            .isPresent();
    if (all) {
      return Optional.empty();
    }
    List<String> names =
        new ArrayList<>(item.values("covers", "accounts", SharedChargesSection::account));
    if (names.size() > ACCOUNTS_LIMIT) {
      item.fault(
          "covers",
          names.size() + " accounts, at most " + ACCOUNTS_LIMIT + " are allowed; or write all");
    }
    return Optional.of(new TreeSet<>(names));
  }

  private static String account(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("blank");
    }
    return text;
  }
}
