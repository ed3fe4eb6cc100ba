package io.gpuledger.cost.chargeback;

import io.gpuledger.cost.money.Amount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What each party is charged for some days, by component. The lines of a currency sum exactly to
 * the money that was borne.
 *
 * @param lines by party, currency and component, in that order
 * @param unpricedModels device models with held device-time and no internal rate, where the policy
 *     has rates: their parties pay the actual cost
 * @param notSpread rules whose money, or some of it, found nobody to be divided among: it stays
 *     with whom allocation gave it to
 * @param notRepriced amounts by currency of committed usage that stays with its consumer although
 *     the benefit is a purchaser's, because the bill does not say what it would cost without
 */
public record Statement(
    List<StatementLine> lines,
    Set<String> unpricedModels,
    Set<String> notSpread,
    Map<String, Amount> notRepriced) {
  /** Work, and what is known not to be a GPU. */
  public static final String DIRECT = "direct";

  /** Held device-time at the internal rate. */
  public static final String INTERNAL_RATE = "internal rate";

  /** Actual cost minus what the internal rate charged: above 0 too little was charged. */
  public static final String RECOVERY = "over- or under-recovery";

  /** What the purchaser of a commitment saves by it, below 0, or loses. */
  public static final String COMMITMENT_BENEFIT = "commitment benefit";

  private static final Comparator<StatementLine> ORDER =
      Comparator.comparing(StatementLine::party)
          .thenComparing(StatementLine::currency)
          .thenComparing(StatementLine::component);

  /** What a change of policy means for a party. */
  public record Effect(Party party, String currency, Amount before, Amount after) {
    /** After minus before. */
    public Amount change() {
      return after.minus(before);
    }
  }

  public Statement {
    lines = lines.stream().sorted(ORDER).toList();
    unpricedModels = Set.copyOf(new TreeSet<>(unpricedModels));
    notSpread = Set.copyOf(new TreeSet<>(notSpread));
    notRepriced = Map.copyOf(new TreeMap<>(notRepriced));
  }

  /** One statement over the days of several. */
  public static Statement together(List<Statement> statements) {
    Map<LineKey, StatementLine> lines = new LinkedHashMap<>();
    Set<String> unpriced = new TreeSet<>();
    Set<String> notSpread = new TreeSet<>();
    Map<String, Amount> notRepriced = new TreeMap<>();
    for (Statement statement : statements) {
      unpriced.addAll(statement.unpricedModels);
      notSpread.addAll(statement.notSpread);
      statement.notRepriced.forEach((c, amount) -> notRepriced.merge(c, amount, Amount::plus));
      for (StatementLine line : statement.lines) {
        lines.merge(
            new LineKey(line.party(), line.currency(), line.component(), line.charged()),
            line,
            Statement::added);
      }
    }
    return new Statement(new ArrayList<>(lines.values()), unpriced, notSpread, notRepriced);
  }

  private record LineKey(Party party, String currency, String component, boolean charged) {}

  private static StatementLine added(StatementLine left, StatementLine right) {
    return new StatementLine(
        left.party(),
        left.currency(),
        left.component(),
        left.charged(),
        left.amount().plus(right.amount()),
        left.deviceNanos().add(right.deviceNanos()));
  }

  /** The sums of the lines by currency. */
  public Map<String, Amount> totals() {
    Map<String, Amount> totals = new TreeMap<>();
    lines.forEach(line -> totals.merge(line.currency(), line.amount(), Amount::plus));
    return totals;
  }

  /** What each party is charged or shown, by currency. */
  public Map<String, Map<Party, Amount>> byParty() {
    Map<String, Map<Party, Amount>> sums = new TreeMap<>();
    for (StatementLine line : lines) {
      sums.computeIfAbsent(line.currency(), currency -> new TreeMap<>())
          .merge(line.party(), line.amount(), Amount::plus);
    }
    return sums;
  }

  /** What it means for each party that this statement holds instead of another of the same days. */
  public List<Effect> effectsOver(Statement before) {
    Map<String, Map<Party, Amount>> old = before.byParty();
    Map<String, Map<Party, Amount>> now = byParty();
    Set<String> currencies = new TreeSet<>(old.keySet());
    currencies.addAll(now.keySet());
    List<Effect> effects = new ArrayList<>();
    for (String currency : currencies) {
      Map<Party, Amount> oldOf = old.getOrDefault(currency, Map.of());
      Map<Party, Amount> nowOf = now.getOrDefault(currency, Map.of());
      Set<Party> parties = new TreeSet<>(oldOf.keySet());
      parties.addAll(nowOf.keySet());
      for (Party party : parties) {
        effects.add(
            new Effect(
                party,
                currency,
                oldOf.getOrDefault(party, Amount.ZERO),
                nowOf.getOrDefault(party, Amount.ZERO)));
      }
    }
    return effects;
  }
}
