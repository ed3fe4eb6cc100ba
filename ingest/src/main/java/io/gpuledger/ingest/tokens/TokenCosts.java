package io.gpuledger.ingest.tokens;

import io.gpuledger.cost.problem.Problem;
import io.gpuledger.ingest.bill.BilledDays;
import io.gpuledger.ingest.bill.SetPart;
import io.gpuledger.ingest.bill.SharedMoney;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cost report and the usage of a set, brought together: by day, and by what both of them tell,
 * such as project, model and class of token. What one of them was not grouped by divides nothing.
 */
public final class TokenCosts {
  private static final BigDecimal HALF = new BigDecimal("0.5");
  private static final BigDecimal UNITED_STATES = new BigDecimal("1.1");
  private static final BigDecimal FAST = BigDecimal.valueOf(2);
  private static final Set<String> KNOWN_TIERS = Set.of("", "standard", "default", "batch");
  private static final Set<String> SHORT_CONTEXT = Set.of("", "0-200k");

  private final TokenPrices prices;
  private final List<Told> costs = new ArrayList<>();
  private final List<Used> usages = new ArrayList<>();
  private String currency = "";
  private String organization = "";
  private boolean namesProjects;
  private boolean tooMany;
  private final BilledDays reports = new BilledDays();
  private @Nullable Divided divided;

  private record Told(TokenKey key, BigDecimal amount) {}

  private record Used(
      long record, int part, TokenKey key, TokenClass type, BigDecimal quantity, boolean fast) {}

  private record Divided(List<Boolean> known, SharedMoney money) {}

  public TokenCosts(String provider) {
    prices = new TokenPrices(provider);
  }

  /**
   * Learns of a line of a cost report, whether usage may bear it or not.
   *
   * @param record {@link io.gpuledger.ingest.bill.NativeRecord#number}
   */
  public void report(long record, String day, String ofOrganization) {
    reports.learn(record, day, ofOrganization);
  }

  /**
   * Brings everything together, once all files of the set were studied. Before, nothing is divided.
   *
   * @return why the set cannot be loaded, by position of the file
   */
  Map<Integer, Problem> settle(List<SetPart> parts) {
    reports.settle(this::organization);
    Map<Integer, Problem> refusals = reports.refusals(parts);
    if (refusals.isEmpty()) {
      divided = divide();
    }
    return refusals;
  }

  /**
   * Whether the set bills a day. Usage of another day would replace what is billed of it by
   * nothing.
   */
  public boolean bills(String day, String ofOrganization) {
    return reports.has(day, organization(ofOrganization));
  }

  /** Learns of money that usage may bear. */
  public void cost(TokenKey key, BigDecimal amount, String inCurrency) {
    if (currency.isEmpty()) {
      currency = inCurrency;
    }
    namesProjects |= !key.project().isEmpty();
    if (currency.equalsIgnoreCase(inCurrency)) {
      costs.add(new Told(key, amount));
    }
  }

  /**
   * Learns of usage.
   *
   * @param record {@link io.gpuledger.ingest.bill.NativeRecord#number}
   * @param part which charge of the record it is, from 0
   */
  public void usage(
      long record, int part, TokenKey key, TokenClass type, BigDecimal quantity, boolean fast) {
    namesProjects |= !key.project().isEmpty();
    if (usages.size() == SharedMoney.MAX_PARTS) {
      tooMany = true;
    } else {
      usages.add(new Used(record, part, key, type, quantity, fast));
    }
  }

  /** Learns of the organisation that an answer is of; empty where it names none. */
  public void learnOrganization(String id) {
    if (organization.isEmpty()) {
      organization = id;
    }
  }

  /** The organisation of a record, else that of the set; empty where no answer names it. */
  public String organization(String own) {
    return own.isEmpty() ? organization : own;
  }

  /** The currency of the cost report; US dollars where the set has none. */
  public String currency() {
    return currency.isEmpty() ? "USD" : currency;
  }

  /** Whether the set is grouped by project: a line without one is then of the unnamed one. */
  public boolean namesProjects() {
    return namesProjects;
  }

  /** Whether usage bears the money of a line of the cost report. */
  public boolean isDivided(TokenKey key, String inCurrency) {
    Divided all = divided;
    return all != null
        && currency.equalsIgnoreCase(inCurrency)
        && all.money().isShared(group(key, all.known()));
  }

  /** What usage bears; empty where no line of the cost report pays for it. */
  public Optional<BigDecimal> share(long record, int part) {
    Divided all = divided;
    return all == null ? Optional.empty() : all.money().share(record, part);
  }

  /** The published price of a million tokens; empty where it is not known. */
  public Optional<BigDecimal> listPrice(TokenKey key, TokenClass type, boolean fast) {
    boolean plain =
        (key.tier().isEmpty() || key.tier().equals("standard") || key.tier().equals("default"))
            && SHORT_CONTEXT.contains(key.context())
            && !key.geo().equals("us")
            && !fast;
    return plain ? prices.perMillion(key.model(), type, key.day()) : Optional.empty();
  }

  private Divided divide() {
    List<Boolean> known = new ArrayList<>();
    for (int i = 0; i < TokenKey.SIZE; i++) {
      int at = i;
      known.add(
          costs.stream().anyMatch(cost -> !cost.key().parts().get(at).isEmpty())
              && usages.stream().anyMatch(usage -> !usage.key().parts().get(at).isEmpty()));
    }
    SharedMoney money = new SharedMoney();
    costs.forEach(cost -> money.add(group(cost.key(), known), cost.amount()));
    // Without some of its usage no line can be divided rightly.
    for (Used usage : tooMany ? List.<Used>of() : usages) {
      String group = group(usage.key(), known);
      Optional<BigDecimal> weight = weight(usage, known);
      if (weight.isEmpty()) {
        money.keepWhole(group);
      } else {
        money.weigh(group, usage.record(), usage.part(), weight.get());
      }
    }
    return new Divided(known, money);
  }

  private String group(TokenKey key, List<Boolean> known) {
    StringBuilder group = new StringBuilder(key.day());
    group.append('\n').append(organization(key.organization()));
    List<String> parts = key.parts();
    for (int i = 0; i < known.size(); i++) {
      group.append('\n').append(known.get(i) ? parts.get(i) : "");
    }
    return group.toString();
  }

  /** What the usage costs beside other usage of its group; empty where that cannot be told. */
  private Optional<BigDecimal> weight(Used usage, List<Boolean> known) {
    TokenKey key = usage.key();
    if (usage.quantity().signum() == 0) {
      return Optional.of(BigDecimal.ZERO);
    }
    boolean unclear =
        (!known.get(TokenKey.CONTEXT) && !SHORT_CONTEXT.contains(key.context()))
            || (!known.get(TokenKey.TIER) && !KNOWN_TIERS.contains(key.tier()));
    if (unclear) {
      return Optional.empty();
    }
    BigDecimal weight = usage.quantity();
    if (!known.get(TokenKey.MODEL) || !known.get(TokenKey.TYPE)) {
      Optional<BigDecimal> price = prices.perMillion(key.model(), usage.type(), key.day());
      if (price.isEmpty()) {
        return Optional.empty();
      }
      weight = weight.multiply(price.get());
    }
    if (!known.get(TokenKey.TIER) && key.tier().equals("batch")) {
      weight = weight.multiply(HALF);
    }
    if (!known.get(TokenKey.GEO) && key.geo().equals("us")) {
      weight = weight.multiply(UNITED_STATES);
    }
    return Optional.of(usage.fast() ? weight.multiply(FAST) : weight);
  }
}
