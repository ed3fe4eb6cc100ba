package io.gpuledger.dashboard.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gpuledger.cost.chargeback.Statement;
import io.gpuledger.cost.chargeback.StatementLine;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.document.Column;
import io.gpuledger.dashboard.document.DisplayedAmounts;
import io.gpuledger.dashboard.document.ReportDocument.Facts;
import io.gpuledger.dashboard.document.ReportDocument.Place;
import io.gpuledger.dashboard.document.ReportDocument.Row;
import io.gpuledger.dashboard.document.ReportDocument.Section;
import io.gpuledger.dashboard.document.ReportDocument.Table;
import io.gpuledger.dashboard.query.AppliedPolicies;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What parties are charged of a month by the chargeback policies, with the policies in words.
 *
 * @param preview whether a policy was asked for by name, and not what is in force
 * @param available names of policies that can be asked for
 * @param policies those that had money to decide on
 * @param lines by team, cost centre, currency and component; together exactly what was borne
 * @param totals exact sums of the lines by currency
 * @param effects where it is a preview: what each party is charged now and would be charged
 * @param unpricedModels device models with held time and without an internal rate
 * @param notSpread rules whose money found nobody to be divided among
 * @param notRepriced committed usage by currency that could not be priced without its commitment
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record StatementReport(
    boolean preview,
    List<String> available,
    List<Policy> policies,
    List<Line> lines,
    Map<String, String> totals,
    List<Effect> effects,
    List<String> unpricedModels,
    List<String> notSpread,
    Map<String, String> notRepriced) {
  /**
   * A policy in words.
   *
   * @param from first day, null where it has none
   * @param to first day after, null where it is open
   */
  public record Policy(
      String name,
      @Nullable String from,
      @Nullable String to,
      List<Rule> rules,
      String commitmentBenefit,
      String price,
      List<String> showback) {}

  /** A rule in words. */
  public record Rule(String name, String match, String effect) {}

  /**
   * What a party is charged for one reason.
   *
   * @param charged false where the party is shown its cost only
   * @param displayed rounded so that the lines of a currency add up to their rounded total
   */
  public record Line(
      String team,
      String costCenter,
      String currency,
      String component,
      boolean charged,
      String amount,
      String displayed,
      String gpuHours) {}

  /** What a change of policy means for a party. */
  public record Effect(
      String team,
      String costCenter,
      String currency,
      String before,
      String after,
      String change) {}

  /**
   * Composes the statement of who asks: all of it, or the lines of own teams.
   *
   * @param now the statement in force, where {@code applied} is a preview
   */
  static StatementReport of(
      AppliedPolicies applied, Optional<AppliedPolicies> now, AccessScope scope) {
    Statement statement = applied.statement();
    List<StatementLine> own =
        statement.lines().stream()
            .filter(line -> scope.allTeams() || scope.teams().contains(line.party().team()))
            .toList();
    Map<String, Amount> totals = new TreeMap<>();
    own.forEach(line -> totals.merge(line.currency(), line.amount(), Amount::plus));
    List<Effect> effects = new ArrayList<>();
    now.ifPresent(
        before ->
            statement.effectsOver(before.statement()).stream()
                .filter(e -> scope.allTeams() || scope.teams().contains(e.party().team()))
                .forEach(e -> effects.add(effect(e))));
    return new StatementReport(
        now.isPresent(),
        applied.available(),
        applied.policies().stream().map(policy -> new PolicyWords(scope).of(policy)).toList(),
        lines(own),
        texts(totals),
        effects,
        scope.allTeams() ? List.copyOf(new TreeSet<>(statement.unpricedModels())) : List.of(),
        scope.allTeams() ? List.copyOf(new TreeSet<>(statement.notSpread())) : List.of(),
        scope.allTeams() ? texts(statement.notRepriced()) : Map.of());
  }

  private static Map<String, String> texts(Map<String, Amount> amounts) {
    Map<String, String> texts = new LinkedHashMap<>();
    new TreeMap<>(amounts).forEach((currency, amount) -> texts.put(currency, amount.toString()));
    return texts;
  }

  private static List<Line> lines(List<StatementLine> lines) {
    Map<String, List<Integer>> byCurrency = new TreeMap<>();
    for (int i = 0; i < lines.size(); i++) {
      byCurrency.computeIfAbsent(lines.get(i).currency(), key -> new ArrayList<>()).add(i);
    }
    String[] displayed = new String[lines.size()];
    for (List<Integer> of : byCurrency.values()) {
      List<BigDecimal> values =
          DisplayedAmounts.of(
              of.stream().map(i -> lines.get(i).amount()).toList(), ChargebackReport.DIGITS);
      for (int k = 0; k < of.size(); k++) {
        displayed[of.get(k)] = values.get(k).toPlainString();
      }
    }
    List<Line> shown = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      StatementLine line = lines.get(i);
      shown.add(
          new Line(
              line.party().team(),
              line.party().costCenter(),
              line.currency(),
              line.component(),
              line.charged(),
              line.amount().toString(),
              displayed[i],
              ChargebackReport.hours(line.deviceNanos())));
    }
    return shown;
  }

  private static Effect effect(Statement.Effect effect) {
    return new Effect(
        effect.party().team(),
        effect.party().costCenter(),
        effect.currency(),
        effect.before().toString(),
        effect.after().toString(),
        effect.change().toString());
  }

  /** The statement and its policies as sections of a document. */
  List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    sections.add(statementTable());
    sections.add(policyTable());
    if (!effects.isEmpty()) {
      sections.add(effectTable());
    }
    List<List<String>> notes = new ArrayList<>();
    note(notes, "without an internal rate, at actual cost", unpricedModels);
    note(notes, "found nobody to be divided among", notSpread);
    note(
        notes,
        "committed, not priced without its commitment",
        notRepriced.entrySet().stream()
            .map(e -> String.format(Locale.ROOT, "%s %s", e.getValue(), e.getKey()))
            .toList());
    if (!notes.isEmpty()) {
      sections.add(new Facts(notes, Place.JOINED));
    }
    return sections;
  }

  private Table statementTable() {
    List<Row> rows = new ArrayList<>();
    for (Line line : lines) {
      rows.add(
          Row.of(
              List.of(
                  "statement",
                  line.team,
                  line.costCenter,
                  line.currency,
                  line.component,
                  line.charged ? "yes" : "showback",
                  line.amount,
                  line.displayed,
                  line.gpuHours)));
    }
    totals.forEach(
        (currency, total) ->
            rows.add(Row.total(List.of("statement total", "", "", currency, "", "", total))));
    return Table.of(
        "Statement",
        List.of(
            Column.mark("statement"),
            Column.text("team", "Team"),
            Column.text("cost_center", "Cost centre"),
            Column.text("currency", "Currency"),
            Column.text("component", "For"),
            Column.text("charged", "Charged"),
            Column.money("amount", "Amount"),
            Column.money("displayed", "Displayed"),
            Column.quantity("gpu_hours", "GPU-hours")),
        rows);
  }

  private Table policyTable() {
    List<Row> rows = new ArrayList<>();
    for (Policy policy : policies) {
      String from = orOpen(policy.from);
      String to = orOpen(policy.to);
      for (Rule rule : policy.rules) {
        rows.add(Row.of(List.of(policy.name, from, to, rule.name, rule.match, rule.effect)));
      }
      rows.add(
          Row.of(
              List.of(policy.name, from, to, "commitment benefit", "", policy.commitmentBenefit)));
      rows.add(Row.of(List.of(policy.name, from, to, "price", "", policy.price)));
      if (!policy.showback.isEmpty()) {
        rows.add(
            Row.of(
                List.of(
                    policy.name, from, to, "showback", "", String.join(", ", policy.showback))));
      }
    }
    return Table.listing(
        "Policies",
        List.of(
            Column.text("policy", "Policy"),
            Column.date("from", "From"),
            Column.date("to", "To"),
            Column.text("part", "Part"),
            Column.text("match", "Of what"),
            Column.text("effect", "Effect")),
        rows);
  }

  private Table effectTable() {
    List<Row> rows = new ArrayList<>();
    for (Effect effect : effects) {
      rows.add(
          Row.of(
              List.of(
                  "effect",
                  effect.team,
                  effect.costCenter,
                  effect.currency,
                  effect.before,
                  effect.after,
                  effect.change)));
    }
    return Table.of(
        "Effect of the policy",
        List.of(
            Column.mark("effect"),
            Column.text("team", "Team"),
            Column.text("cost_center", "Cost centre"),
            Column.text("currency", "Currency"),
            Column.money("before", "Now"),
            Column.money("after", "With the policy"),
            Column.money("change", "Change")),
        rows);
  }

  private static void note(List<List<String>> notes, String what, List<String> values) {
    if (!values.isEmpty()) {
      notes.add(List.of("note", what, String.join(", ", values)));
    }
  }

  private static String orOpen(@Nullable String day) {
    return day == null ? "" : day;
  }
}
