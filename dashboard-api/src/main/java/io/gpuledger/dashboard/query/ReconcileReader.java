package io.gpuledger.dashboard.query;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.reconcile.BilledKey;
import io.gpuledger.cost.reconcile.BilledRow;
import io.gpuledger.cost.reconcile.BillingTerms;
import io.gpuledger.cost.reconcile.MachineDay;
import io.gpuledger.cost.reconcile.ReconciledRow;
import io.gpuledger.cost.reconcile.Reconciler;
import io.gpuledger.cost.reconcile.SeenTime;
import io.gpuledger.cost.usage.State;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads bills and telemetry of a range and reconciles them, machine by machine and day by day. */
final class ReconcileReader {
  /** Most rows that the bills of a question may have. */
  static final int ROWS_LIMIT = 400_000;

  private final Answers answers;
  private final RulesInForce rules;

  ReconcileReader(Answers answers, RulesInForce rules) {
    this.answers = answers;
    this.rules = rules;
  }

  /** One machine's or, where none is known, one resource's day. */
  private record Subject(String cluster, String node, String source, String resource, String day) {}

  /** Who billed a machine last. */
  private record Payer(String source, String provider, String currency) {}

  /**
   * The figures.
   *
   * @throws TooMuchToReconcileException beyond {@link #ROWS_LIMIT}
   */
  ReconcileFigures figures(ReconcileQuery query, Snapshot snapshot) {
    Map<Subject, Map<BilledKey, Open>> billed = billed(query, snapshot);
    ReconcileTimes times = new ReconcileTimes(answers, query.range(), snapshot, rules.slices());
    Map<ReconcileTimes.Place, Payer> payers = new HashMap<>();
    Map<String, LocalDate> billedThrough = new HashMap<>();
    payers(query, snapshot, payers, billedThrough);
    ReconcileFigures figures = new ReconcileFigures(query);
    Map<ReconcileTimes.Place, Map<LocalDate, Boolean>> done = new HashMap<>();
    billed.forEach(
        (subject, rows) -> {
          LocalDate day = LocalDate.parse(subject.day);
          ReconcileTimes.Place place = new ReconcileTimes.Place(subject.cluster, subject.node);
          done.computeIfAbsent(place, of -> new HashMap<>()).put(day, true);
          List<BilledRow> ofMachine =
              rows.entrySet().stream().map(row -> row.getValue().row(row.getKey())).toList();
          BilledKey first = ofMachine.get(0).key();
          BillingTerms terms = rules.billing(first.source(), first.provider());
          boolean known = !subject.node.equals(GroupKey.MISSING);
          add(
              figures,
              new MachineDay(
                  day,
                  subject.cluster,
                  subject.node,
                  known ? times.find(place, day, BillingTerms.UTC) : SeenTime.NONE,
                  known ? times.find(place, day, terms) : SeenTime.NONE,
                  terms,
                  awaited(day, first.source(), terms, billedThrough, snapshot),
                  ofMachine,
                  first));
        });
    for (ReconcileTimes.Place place : times.places()) {
      Payer payer =
          payers.getOrDefault(
              place, new Payer(GroupKey.MISSING, GroupKey.MISSING, GroupKey.MISSING));
      BillingTerms terms = rules.billing(payer.source, payer.provider);
      query
          .range()
          .start()
          .atOffset(ZoneOffset.UTC)
          .toLocalDate()
          .datesUntil(query.range().end().atOffset(ZoneOffset.UTC).toLocalDate())
          .filter(day -> !done.getOrDefault(place, Map.of()).containsKey(day))
          .forEach(
              day -> {
                SeenTime seen = times.find(place, day, BillingTerms.UTC);
                add(
                    figures,
                    new MachineDay(
                        day,
                        place.cluster(),
                        place.node(),
                        seen,
                        seen,
                        terms,
                        awaited(day, payer.source, terms, billedThrough, snapshot),
                        List.of(),
                        BilledKey.unbilled(payer.provider, payer.source, payer.currency)));
              });
    }
    if (query.filter().equals(Filter.everything())) {
      unexplained(query, snapshot).forEach(figures::unexplained);
    }
    return figures;
  }

  private static void add(ReconcileFigures figures, MachineDay of) {
    for (ReconciledRow row : Reconciler.reconcile(of)) {
      figures.add(row);
    }
  }

  /**
   * Whether the bill of a day may still come: it has not reached the day, or its lag is not over.
   */
  private static boolean awaited(
      LocalDate day,
      String source,
      BillingTerms terms,
      Map<String, LocalDate> billedThrough,
      Snapshot snapshot) {
    LocalDate through = billedThrough.get(source);
    return terms.mayStillBill(day, snapshot.asOf()) || (through != null && day.isAfter(through));
  }

  private Map<Subject, Map<BilledKey, Open>> billed(ReconcileQuery query, Snapshot snapshot) {
    Map<Subject, Map<BilledKey, Open>> billed = new LinkedHashMap<>();
    List<List<String>> rows = answers.rows(ReconcileSql.billed(query, snapshot, ROWS_LIMIT + 1));
    if (rows.size() > ROWS_LIMIT) {
      throw new TooMuchToReconcileException(ROWS_LIMIT);
    }
    for (List<String> row : rows) {
      BilledKey key =
          new BilledKey(
              row.get(0), row.get(1), row.get(2), row.get(3), row.get(4), row.get(5), row.get(6));
      boolean known = !row.get(9).equals(GroupKey.MISSING);
      Subject subject =
          new Subject(
              row.get(8),
              row.get(9),
              known ? "" : key.source(),
              known ? "" : key.resource(),
              row.get(7));
      billed
          .computeIfAbsent(subject, of -> new LinkedHashMap<>())
          .computeIfAbsent(key, of -> new Open())
          .add(row);
    }
    return billed;
  }

  private void payers(
      ReconcileQuery query,
      Snapshot snapshot,
      Map<ReconcileTimes.Place, Payer> payers,
      Map<String, LocalDate> billedThrough) {
    // The newest day first, so the first payer of a machine is its last.
    for (List<String> row : answers.rows(ReconcileSql.payers(query, snapshot))) {
      payers.putIfAbsent(
          new ReconcileTimes.Place(row.get(0), row.get(1)),
          new Payer(row.get(2), row.get(3), row.get(4)));
      billedThrough.merge(row.get(2), LocalDate.parse(row.get(5)), (a, b) -> a.isAfter(b) ? a : b);
    }
  }

  /** What the cells of the allocation sum to beyond their lines, by currency: zero, or a fault. */
  private Map<String, Amount> unexplained(ReconcileQuery query, Snapshot snapshot) {
    Map<String, Amount> left = new TreeMap<>();
    if (query.metric() != CostQuery.Metric.BILLED && query.metric() != CostQuery.Metric.EFFECTIVE) {
      return left;
    }
    for (List<String> row : answers.rows(ReconcileSql.cells(query, snapshot))) {
      left.merge(row.get(0), Amount.parse(row.get(1)), Amount::plus);
    }
    for (List<String> row : answers.rows(ReconcileSql.allLines(query, snapshot))) {
      left.merge(row.get(0), Amount.parse(row.get(1)).negated(), Amount::plus);
    }
    return left;
  }

  /** One billed row while its states are read. */
  private static final class Open {
    private final EnumMap<State, Amount> owned = new EnumMap<>(State.class);
    private final EnumMap<State, Amount> unowned = new EnumMap<>(State.class);
    private Amount unknownSku = Amount.ZERO;
    private BigInteger paid = BigInteger.ZERO;
    private BigInteger unpriced = BigInteger.ZERO;
    private boolean stated = true;
    private boolean whole = true;

    void add(List<String> row) {
      boolean counted = row.get(13).equals("0");
      stated &= counted;
      whole &= row.get(14).equals("1");
      unpriced = unpriced.add(new BigInteger(row.get(16)));
      // Without a count on the bill the lines carry the time of telemetry, which proves nothing.
      paid = counted ? paid.add(new BigInteger(row.get(15))) : paid;
      Amount amount = Amount.parse(row.get(17));
      State state = State.ofCode(row.get(10));
      if (row.get(11).equals("1")) {
        owned.merge(state, amount, Amount::plus);
      } else if (row.get(12).equals("1")) {
        unknownSku = unknownSku.plus(amount);
      } else {
        unowned.merge(state, amount, Amount::plus);
      }
    }

    BilledRow row(BilledKey key) {
      return new BilledRow(key, paid, stated, whole, unpriced, owned, unowned, unknownSku);
    }
  }

  /** For tests of the statements: all of them that a question may ask. */
  static List<BoundSql> statements(
      ReconcileQuery query, BillingTerms terms, Snapshot snapshot, WeighedUsage usage) {
    List<BoundSql> all = new ArrayList<>();
    all.add(ReconcileSql.billed(query, snapshot, 10));
    all.add(ReconcileSql.payers(query, snapshot));
    all.add(ReconcileSql.seen(query.range(), terms, usage));
    all.add(ReconcileSql.inventory());
    return all;
  }
}
