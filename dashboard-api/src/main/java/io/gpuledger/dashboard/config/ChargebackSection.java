package io.gpuledger.dashboard.config;

import io.gpuledger.cost.chargeback.ChargeRule;
import io.gpuledger.cost.chargeback.ChargebackPolicies;
import io.gpuledger.cost.chargeback.ChargebackPolicy;
import io.gpuledger.cost.chargeback.CommitmentBenefit;
import io.gpuledger.cost.chargeback.InternalPrice;
import io.gpuledger.cost.chargeback.Party;
import io.gpuledger.cost.chargeback.Spread;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.filter.GroupKey.Name;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads the chargeback policies of the file. */
final class ChargebackSection {
  /** Most policies. */
  static final int POLICIES_LIMIT = 100;

  private static final String DAY = "a day such as 2026-01-01";

  private ChargebackSection() {}

  /** How a rule divides; the word in the file is in lower case with dashes. */
  private enum Way {
    EVEN(Spread.By.EVEN),
    DIRECT_GPU_COST(Spread.By.DIRECT_GPU_COST),
    DIRECT_COST(Spread.By.DIRECT_COST),
    USAGE(Spread.By.USAGE);

    private final Spread.By by;

    Way(Spread.By by) {
      this.by = by;
    }
  }

  static List<ChargebackPolicy> read(YamlMapping top) {
    List<ChargebackPolicy> policies = new ArrayList<>();
    top.mappings(
        "chargeback",
        item -> {
          List<ChargebackPolicy> read = policy(item, policies);
          policies.addAll(read);
          return read;
        });
    if (policies.size() > POLICIES_LIMIT) {
      top.fault(
          "chargeback", policies.size() + " policies, at most " + POLICIES_LIMIT + " are allowed");
    }
    return policies;
  }

  /** The policy, or nothing where a fault of the whole was noted. */
  private static List<ChargebackPolicy> policy(YamlMapping item, List<ChargebackPolicy> above) {
    String name = item.requiredText("name");
    LocalDate from = item.optional("from", DAY, LocalDate::parse).orElse(LocalDate.MIN);
    LocalDate to = item.optional("to", DAY, LocalDate::parse).orElse(LocalDate.MAX);
    List<ChargeRule> rules =
        item.mappings("rules", ChargebackSection::rule).stream().flatMap(List::stream).toList();
    CommitmentBenefit benefit = benefit(item);
    Optional<InternalPrice> price = price(item);
    Set<String> showback = Set.copyOf(item.values("showback", "a team", text -> text));
    Optional<ChargebackPolicy> policy =
        valid(
            item,
            "name",
            () -> new ChargebackPolicy(name, from, to, rules, benefit, price, showback));
    policy.ifPresent(
        read -> {
          if (above.stream().anyMatch(other -> other.name().equals(read.name()))) {
            item.fault("name", "\"" + name + "\" is taken by an entry above");
          }
          List<ChargebackPolicy> all = new ArrayList<>(above);
          all.add(read);
          valid(item, "from", () -> ChargebackPolicies.of(all));
        });
    return policy.map(List::of).orElse(List.of());
  }

  private static List<ChargeRule> rule(YamlMapping item) {
    String name = item.requiredText("name");
    Filter match = Filter.parse(item.required("match", "", Names.FILTER, Names::filter));
    boolean alone = item.optional("ownLine", "true or false", Scalars::flag).orElse(false);
    Optional<Party> party = party(item, "chargeTo");
    Optional<Way> way =
        item.optional("spread", Scalars.words(Way.class), text -> Scalars.word(Way.class, text));
    List<Name> within =
        item.values("within", "a group key such as cluster", ChargebackSection::key);
    Map<Party, BigDecimal> shares = shares(item);
    int effects =
        (alone ? 1 : 0)
            + (party.isPresent() ? 1 : 0)
            + (way.isPresent() ? 1 : 0)
            + (shares.isEmpty() ? 0 : 1);
    if (effects != 1) {
      item.fault("name", "give one of \"ownLine\", \"chargeTo\", \"spread\" and \"shares\"");
      return List.of();
    }
    if (!within.isEmpty() && way.isEmpty()) {
      item.fault("within", "belongs to \"spread\"");
      return List.of();
    }
    Optional<ChargeRule> rule =
        valid(
            item,
            shares.isEmpty() ? "match" : "shares",
            () -> {
              if (party.isPresent()) {
                return ChargeRule.charge(name, match, party.get());
              }
              if (way.isPresent()) {
                return ChargeRule.spread(name, match, Spread.within(way.get().by, within));
              }
              return shares.isEmpty()
                  ? ChargeRule.ownLine(name, match)
                  : ChargeRule.spread(name, match, Spread.fixed(shares));
            });
    return rule.map(List::of).orElse(List.of());
  }

  private static Map<Party, BigDecimal> shares(YamlMapping item) {
    Map<Party, BigDecimal> shares = new HashMap<>();
    item.mappings(
        "shares",
        share -> {
          Optional<Party> party = party(share, "team");
          BigDecimal percent =
              share.required(
                  "percent", BigDecimal.ONE, "a percent above 0", ChargebackSection::percent);
          if (party.isEmpty()) {
            share.fault("team", "\"team\" is missing: expected a text");
          } else if (shares.put(party.get(), percent) != null) {
            share.fault("team", "\"" + party.get().team() + "\" has a share above");
          }
          return share;
        });
    return shares;
  }

  private static BigDecimal percent(String text) {
    return Amount.parse(text).toBigDecimal().stripTrailingZeros();
  }

  private static Name key(String text) {
    return GroupKey.parse(text)
        .map(GroupKey::name)
        .filter(name -> name.grain() == GroupKey.Grain.SHARED)
        .orElseThrow(() -> new IllegalArgumentException(text));
  }

  private static CommitmentBenefit benefit(YamlMapping item) {
    CommitmentBenefit.Kind kind =
        item.optional(
                "commitmentBenefit",
                Scalars.words(CommitmentBenefit.Kind.class),
                text -> Scalars.word(CommitmentBenefit.Kind.class, text))
            .orElse(CommitmentBenefit.Kind.CONSUMER);
    Optional<Party> purchaser = party(item, "purchaser");
    if ((kind == CommitmentBenefit.Kind.PURCHASER) != purchaser.isPresent()) {
      item.fault(
          "commitmentBenefit", "\"purchaser\" names the team where the benefit is a purchaser's");
      return CommitmentBenefit.TO_CONSUMER;
    }
    return new CommitmentBenefit(kind, purchaser);
  }

  private static Optional<InternalPrice> price(YamlMapping item) {
    List<InternalPrice.Rate> rates =
        item.mappings(
            "internalRates",
            rate ->
                new InternalPrice.Rate(
                    rate.required("deviceModel", "-", "a text", ChargebackSection::notBlank),
                    new Money(
                        rate.required(
                            "currency", "USD", "a currency code such as USD", Scalars::currency),
                        rate.required(
                            "perDeviceHour",
                            Amount.ZERO,
                            "a price of at most 18 decimals",
                            Scalars::price))));
    Optional<Party> recovery = party(item, "recovery");
    if (rates.isEmpty() == recovery.isPresent()) {
      item.fault(
          "recovery", "\"internalRates\" and the team that bears what they miss come together");
      return Optional.empty();
    }
    return rates.isEmpty()
        ? Optional.empty()
        : valid(item, "internalRates", () -> new InternalPrice(rates, recovery.orElseThrow()));
  }

  private static String notBlank(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  /** A team, with its cost centre behind a slash where it has one: {@code platform/CC-1}. */
  private static Optional<Party> party(YamlMapping item, String key) {
    return item.optional(
        key,
        "a team, or team/cost-centre",
        text -> {
          int slash = text.indexOf('/');
          return slash < 0
              ? new Party(text.strip(), GroupKey.MISSING)
              : new Party(text.substring(0, slash).strip(), text.substring(slash + 1).strip());
        });
  }

  /** What can be made, or a fault with the reason at a key. */
  private static <T> Optional<T> valid(YamlMapping item, String key, Supplier<T> make) {
    try {
      return Optional.of(make.get());
    } catch (IllegalArgumentException e) {
      item.fault(key, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
