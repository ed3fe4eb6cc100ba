package io.gpuledger.dashboard.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.query.AppliedPolicies;
import io.gpuledger.dashboard.query.ChargebackFigures;
import io.gpuledger.dashboard.query.ConvertedFigures;
import io.gpuledger.dashboard.query.Exchange;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What each team bears of the charges whose billing period begins in a month, with the proof that
 * its lines sum to these charges.
 *
 * @param period the month, e.g. {@code 2026-10}
 * @param periodBasis always {@code invoice}: the billing period decides
 * @param metric the cost that {@code states} and the displayed column show
 * @param rows by team, cost centre and currency
 * @param totals exact sums of the rows by currency and cost
 * @param proof per currency and cost: charges against lines
 * @param note what the proof covers
 * @param statement what parties are charged by the policies, null where the rows are filtered
 * @param snapshot what was seen
 * @param conversion the rates by which amounts were converted, null where none were; the proof
 *     stands in the currencies of the charges
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ChargebackReport(
    String period,
    String periodBasis,
    String metric,
    List<Row> rows,
    List<Map<String, @Nullable String>> totals,
    List<Proof> proof,
    String note,
    @Nullable StatementReport statement,
    Map<String, Object> snapshot,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Conversion conversion) {
  /** The rates of the amounts, as JSON and as lines of a file. */
  public record Conversion(@JsonValue Map<String, Object> view, List<List<String>> texts) {
    static Conversion of(Exchange exchange) {
      return new Conversion(exchange.view(), exchange.texts());
    }
  }

  /** Digits of displayed amounts. */
  static final int DIGITS = 2;

  private static final BigDecimal NANOS_PER_HOUR = BigDecimal.valueOf(3_600_000_000_000L);
  private static final List<String> METRICS = List.of("billed", "effective", "list", "contracted");
  private static final List<String> STATES =
      List.of(
          "productive",
          "active",
          "held_idle",
          "unallocated",
          "unobserved",
          "unused_commitment",
          "not_gpu");

  /**
   * One team's part in one currency.
   *
   * <p>A cost is null where the bill carries nothing of it, which is not the same as zero.
   *
   * @param displayed the report's cost, rounded so that the column sums to its rounded total
   * @param gpuHours device-hours behind the money
   * @param linesWithout by cost, how many allocation lines come without it
   * @param states the report's cost by state, exact
   */
  public record Row(
      String team,
      String costCenter,
      String currency,
      @Nullable String billed,
      @Nullable String effective,
      @Nullable String list,
      @Nullable String contracted,
      @Nullable String displayed,
      String gpuHours,
      Map<String, Long> linesWithout,
      Map<String, @Nullable String> states) {
    @Nullable String text(String metric) {
      return switch (metric) {
        case "billed" -> billed;
        case "effective" -> effective;
        case "list" -> list;
        default -> contracted;
      };
    }

    Amount of(String metric) {
      String text = text(metric);
      return text == null ? Amount.ZERO : Amount.parse(text);
    }
  }

  /** A sum, and how many lines it holds nothing for. */
  private record Sum(Amount amount, long without) {
    static final Sum NOTHING = new Sum(Amount.ZERO, 0);

    Sum plus(Sum other) {
      return new Sum(amount.plus(other.amount), without + other.without);
    }

    /** Null where nothing of it stands in the bill. */
    @Nullable String text() {
      return without > 0 && amount.isZero() ? null : amount.toString();
    }

    static Sum of(ChargebackFigures.Part part, int metric) {
      return new Sum(part.costs().get(metric), part.linesWithout().get(metric));
    }
  }

  /** Two sums that were computed apart from each other, and their difference. */
  public record Proof(
      String currency, String metric, String charges, String lines, String difference) {}

  /**
   * Composes the report.
   *
   * @param applied the statement, or empty where the rows are filtered
   * @param now the statement in force, where {@code applied} is a preview
   * @throws ReportRefusedException if rows, lines, charges and statement do not sum to the same
   */
  public static ChargebackReport of(
      YearMonth period,
      String metric,
      ChargebackFigures figures,
      Optional<AppliedPolicies> applied,
      Optional<AppliedPolicies> now,
      AccessScope scope,
      Map<String, Object> snapshot) {
    return of(period, metric, figures, applied, now, scope, snapshot, Optional.empty());
  }

  /**
   * The same with rows and statement in one currency, what has no rate in its own.
   *
   * @param exchange what to convert into
   */
  public static ChargebackReport of(
      YearMonth period,
      String metric,
      ChargebackFigures figures,
      Optional<AppliedPolicies> applied,
      Optional<AppliedPolicies> now,
      AccessScope scope,
      Map<String, Object> snapshot,
      Optional<Exchange> exchange) {
    List<ChargebackFigures.Part> parts =
        exchange
            .map(
                into ->
                    ConvertedFigures.parts(figures.parts(), METRICS.indexOf(metric), period, into))
            .orElse(figures.parts());
    UnaryOperator<AppliedPolicies> shown =
        policies ->
            exchange
                .map(into -> ConvertedFigures.statement(policies, period, into))
                .orElse(policies);
    List<Row> rows = displayed(rows(metric, parts), metric);
    List<Proof> proof = proof(figures);
    for (Proof one : proof) {
      if (!one.difference().equals("0")) {
        throw refused(period, one, figures.waitingDeliveries());
      }
    }
    if (scope.allTeams()) {
      applied.ifPresent(policies -> prove(period, metric, figures, policies));
    }
    return new ChargebackReport(
        period.toString(),
        "invoice",
        metric,
        rows,
        totals(rows),
        proof,
        figures.note(),
        applied
            .map(policies -> StatementReport.of(shown.apply(policies), now.map(shown), scope))
            .orElse(null),
        snapshot,
        exchange.map(Conversion::of).orElse(null));
  }

  /** A statement moves money between parties; it must be all of it. */
  private static void prove(
      YearMonth period, String metric, ChargebackFigures figures, AppliedPolicies applied) {
    Map<String, Amount> charged = applied.statement().totals();
    figures
        .lines()
        .forEach(
            (currency, costs) -> {
              Amount lines = costs.get(METRICS.indexOf(metric));
              Amount statement = charged.getOrDefault(currency, Amount.ZERO);
              Amount difference = lines.minus(statement);
              if (!difference.isZero()) {
                throw refused(
                    period,
                    new Proof(
                        currency,
                        metric,
                        lines.toString(),
                        statement.toString(),
                        difference.toString()),
                    figures.waitingDeliveries());
              }
            });
  }

  private static ReportRefusedException refused(YearMonth period, Proof one, long waiting) {
    String why =
        waiting > 0
            ? waiting + " deliveries that came or went are still being allocated; try again shortly"
            : "the ledger must be checked before this report can be given";
    return new ReportRefusedException(
        String.format(
            Locale.ROOT,
            "chargeback %s: %s cost in %s differs by %s between the bill and its lines: %s",
            period,
            one.metric(),
            one.currency(),
            one.difference(),
            why),
        waiting > 0);
  }

  private static List<Row> rows(String metric, List<ChargebackFigures.Part> parts) {
    Map<List<String>, List<ChargebackFigures.Part>> groups = new LinkedHashMap<>();
    for (ChargebackFigures.Part part : parts) {
      groups
          .computeIfAbsent(
              List.of(part.team(), part.costCenter(), part.currency()), key -> new ArrayList<>())
          .add(part);
    }
    List<Row> rows = new ArrayList<>();
    groups.forEach(
        (key, ofGroup) -> {
          List<Sum> sums = new ArrayList<>();
          Map<String, Long> without = new LinkedHashMap<>();
          for (int m = 0; m < METRICS.size(); m++) {
            Sum sum = Sum.NOTHING;
            for (ChargebackFigures.Part part : ofGroup) {
              sum = sum.plus(Sum.of(part, m));
            }
            sums.add(sum);
            without.put(METRICS.get(m), sum.without());
          }
          BigInteger nanos = BigInteger.ZERO;
          Map<String, Sum> states = new TreeMap<>();
          for (ChargebackFigures.Part part : ofGroup) {
            nanos = nanos.add(part.deviceNanos());
            states.merge(part.state(), Sum.of(part, METRICS.indexOf(metric)), Sum::plus);
          }
          Map<String, @Nullable String> byState = new LinkedHashMap<>();
          STATES.forEach(
              state -> byState.put(state, states.getOrDefault(state, Sum.NOTHING).text()));
          rows.add(
              new Row(
                  key.get(0),
                  key.get(1),
                  key.get(2),
                  sums.get(0).text(),
                  sums.get(1).text(),
                  sums.get(2).text(),
                  sums.get(3).text(),
                  null,
                  hours(nanos),
                  without,
                  byState));
        });
    return rows;
  }

  static String hours(BigInteger nanos) {
    return new BigDecimal(nanos).divide(NANOS_PER_HOUR, 3, RoundingMode.HALF_UP).toPlainString();
  }

  /** Each currency's column is rounded to its own rounded total. */
  private static List<Row> displayed(List<Row> rows, String metric) {
    Map<String, List<Integer>> byCurrency = new TreeMap<>();
    for (int i = 0; i < rows.size(); i++) {
      byCurrency.computeIfAbsent(rows.get(i).currency(), key -> new ArrayList<>()).add(i);
    }
    List<Row> shown = new ArrayList<>(rows);
    for (List<Integer> indexes : byCurrency.values()) {
      List<BigDecimal> values =
          DisplayedAmounts.of(indexes.stream().map(i -> rows.get(i).of(metric)).toList(), DIGITS);
      for (int k = 0; k < indexes.size(); k++) {
        Row row = rows.get(indexes.get(k));
        shown.set(
            indexes.get(k),
            new Row(
                row.team,
                row.costCenter,
                row.currency,
                row.billed,
                row.effective,
                row.list,
                row.contracted,
                row.text(metric) == null ? null : values.get(k).toPlainString(),
                row.gpuHours,
                row.linesWithout,
                row.states));
      }
    }
    return shown;
  }

  private static List<Map<String, @Nullable String>> totals(List<Row> rows) {
    Map<String, List<Row>> byCurrency = new TreeMap<>();
    rows.forEach(
        row -> byCurrency.computeIfAbsent(row.currency(), key -> new ArrayList<>()).add(row));
    List<Map<String, @Nullable String>> totals = new ArrayList<>();
    byCurrency.forEach(
        (currency, ofCurrency) -> {
          Map<String, @Nullable String> total = new LinkedHashMap<>();
          total.put("currency", currency);
          for (String metric : METRICS) {
            Sum sum = Sum.NOTHING;
            for (Row row : ofCurrency) {
              sum = sum.plus(new Sum(row.of(metric), row.linesWithout.getOrDefault(metric, 0L)));
            }
            total.put(metric, sum.text());
          }
          totals.add(total);
        });
    return totals;
  }

  private static List<Proof> proof(ChargebackFigures figures) {
    Map<String, List<Amount>> rows = new TreeMap<>();
    for (ChargebackFigures.Part part : figures.parts()) {
      rows.merge(part.currency(), part.costs(), ChargebackFigures::sum);
    }
    TreeSet<String> currencies = new TreeSet<>(figures.charges().keySet());
    currencies.addAll(figures.lines().keySet());
    currencies.addAll(figures.filtered() ? List.of() : rows.keySet());
    List<Proof> proof = new ArrayList<>();
    for (String currency : currencies) {
      List<Amount> charges = figures.charges().getOrDefault(currency, ChargebackFigures.ZEROS);
      List<Amount> lines = figures.lines().getOrDefault(currency, ChargebackFigures.ZEROS);
      List<Amount> shown =
          figures.filtered() ? lines : rows.getOrDefault(currency, ChargebackFigures.ZEROS);
      for (int m = 0; m < METRICS.size(); m++) {
        Amount difference = charges.get(m).minus(lines.get(m));
        if (difference.isZero()) {
          difference = lines.get(m).minus(shown.get(m));
        }
        proof.add(
            new Proof(
                currency,
                METRICS.get(m),
                charges.get(m).toString(),
                lines.get(m).toString(),
                difference.toString()));
      }
    }
    return proof;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** The report as CSV: rows, then totals, then the proof; empty where a cost is not known. */
  public byte[] toCsv() {
    CsvText csv = new CsvText();
    List<String> header =
        new ArrayList<>(
            List.of(
                "team",
                "cost_center",
                "currency",
                "billed_cost",
                "effective_cost",
                "list_cost",
                "contracted_cost",
                metric + "_cost_displayed",
                "gpu_hours",
                "lines_without_effective_cost",
                "lines_without_list_cost",
                "lines_without_contracted_cost"));
    STATES.forEach(state -> header.add(metric + "_cost_" + state));
    csv.texts(header);
    for (Row row : rows) {
      List<String> numbers = new ArrayList<>();
      METRICS.forEach(name -> numbers.add(orEmpty(row.text(name))));
      numbers.add(orEmpty(row.displayed()));
      numbers.add(row.gpuHours());
      METRICS.stream()
          .skip(1)
          .forEach(name -> numbers.add(row.linesWithout().getOrDefault(name, 0L).toString()));
      STATES.forEach(state -> numbers.add(orEmpty(row.states().get(state))));
      csv.record(List.of(row.team(), row.costCenter(), row.currency()), numbers);
    }
    csv.texts(List.of());
    csv.texts(
        List.of(
            "total", "currency", "billed_cost", "effective_cost", "list_cost", "contracted_cost"));
    for (Map<String, @Nullable String> total : totals) {
      csv.record(
          List.of("total", orEmpty(total.get("currency"))),
          METRICS.stream().map(name -> orEmpty(total.get(name))).toList());
    }
    csv.texts(List.of());
    csv.texts(List.of("proof", "currency", "cost", "charges", "lines", "difference"));
    for (Proof one : proof) {
      csv.record(
          List.of("proof", one.currency(), one.metric()),
          List.of(one.charges(), one.lines(), one.difference()));
    }
    if (statement != null) {
      statement.writeTo(csv);
    }
    csv.texts(List.of());
    csv.texts(List.of("period", period, "billing period begins in this month"));
    csv.texts(List.of("as_of", String.valueOf(snapshot.get("asOf"))));
    csv.texts(List.of("note", note));
    if (conversion != null) {
      csv.texts(List.of());
      conversion.texts().forEach(csv::texts);
    }
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }
}
