package io.gpuledger.dashboard.report;

import io.gpuledger.cost.chargeback.ChargeRule;
import io.gpuledger.cost.chargeback.ChargebackPolicy;
import io.gpuledger.cost.chargeback.InternalPrice;
import io.gpuledger.cost.chargeback.Party;
import io.gpuledger.cost.chargeback.Spread;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.filter.GroupKey.Name;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.report.StatementReport.Policy;
import io.gpuledger.dashboard.report.StatementReport.Rule;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Chargeback policies in words, for one reader. Whoever may see only some teams reads the rules
 * without the names and shares of others.
 */
final class PolicyWords {
  private final AccessScope scope;

  PolicyWords(AccessScope scope) {
    this.scope = scope;
  }

  Policy of(ChargebackPolicy policy) {
    return new Policy(
        policy.name(),
        policy.from().equals(LocalDate.MIN) ? null : policy.from().toString(),
        policy.to().equals(LocalDate.MAX) ? null : policy.to().toString(),
        policy.rules().stream()
            .map(rule -> new Rule(rule.name(), match(rule), effect(rule)))
            .toList(),
        switch (policy.benefit().kind()) {
          case CONSUMER -> "to who used what was committed";
          case PURCHASER ->
              "to " + name(policy.benefit().purchaser().orElseThrow()) + ", which purchased it";
          case POOL_RATE -> "shared: an hour of a device model costs everybody the same";
        },
        policy.price().map(this::price).orElse("actual cost"),
        new TreeSet<>(policy.showback()).stream().filter(this::sees).toList());
  }

  private boolean sees(String team) {
    return scope.allTeams() || scope.teams().contains(team);
  }

  private String name(Party party) {
    return sees(party.team()) ? party.team() : "another team";
  }

  private String match(ChargeRule rule) {
    boolean namesOwners =
        rule.match().keys().stream()
            .map(GroupKey::name)
            .anyMatch(
                key ->
                    key == Name.TEAM
                        || key == Name.COST_CENTER
                        || key == Name.PROJECT
                        || key == Name.INITIATIVE);
    return namesOwners && !scope.allTeams() ? "some owners" : rule.match().text();
  }

  private String price(InternalPrice price) {
    return price.rates().stream()
            .map(rate -> rate.deviceModel() + " " + rate.perDeviceHour() + " per device-hour")
            .collect(Collectors.joining("; "))
        + "; the difference to the actual cost stays with "
        + name(price.recovery());
  }

  private String effect(ChargeRule rule) {
    return switch (rule.effect()) {
      case OWN_LINE -> "a line of its own";
      case CHARGE_PARTY -> "charged to " + name(rule.party().orElseThrow());
      case SPREAD -> spread(rule.spread().orElseThrow());
    };
  }

  private String spread(Spread spread) {
    String how =
        switch (spread.by()) {
          case EVEN -> "divided evenly";
          case DIRECT_GPU_COST -> "divided by direct GPU cost";
          case DIRECT_COST -> "divided by direct cost";
          case USAGE -> "divided by busy GPU time";
          case FIXED -> "divided by agreed percents" + percents(spread);
        };
    return spread.within().isEmpty()
        ? how
        : how
            + " within "
            + spread.within().stream().map(Name::text).collect(Collectors.joining(" and "));
  }

  private String percents(Spread spread) {
    List<String> seen = new ArrayList<>();
    for (Map.Entry<Party, BigDecimal> share : new TreeMap<>(spread.fixed()).entrySet()) {
      if (sees(share.getKey().team())) {
        seen.add(share.getKey().team() + " " + share.getValue().toPlainString() + " %");
      }
    }
    return seen.isEmpty() ? "" : ": " + String.join(", ", seen);
  }
}
