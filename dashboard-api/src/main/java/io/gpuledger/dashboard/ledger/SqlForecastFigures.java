package io.gpuledger.dashboard.ledger;

import io.gpuledger.cost.budget.Counted;
import io.gpuledger.cost.budget.SpendQuestion;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.filter.GroupKey.Name;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.forecast.ForecastFigures;
import io.gpuledger.dashboard.forecast.ScopeDay;
import io.gpuledger.dashboard.query.CostQuery;
import io.gpuledger.dashboard.query.CostView;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.Snapshot;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What forecasts ask of the ledger. */
public final class SqlForecastFigures implements ForecastFigures {
  /** Most parts of a scope; by the day they are 100,000 rows at most. */
  private static final int PARTS_LIMIT = 240;

  private static final GroupKey SOURCE = GroupKey.of(Name.SOURCE);
  private static final GroupKey COMMITMENT = GroupKey.of(Name.COMMITMENT);
  private static final GroupKey CATEGORY = GroupKey.of(Name.CHARGE_CATEGORY);
  private static final String NONE = "-";

  private final LedgerReader reader;

  public SqlForecastFigures(LedgerReader reader) {
    this.reader = reader;
  }

  @Override
  public AsKnown now() {
    return new Bound(reader, reader.snapshot(Optional.empty()));
  }

  private record Bound(LedgerReader reader, Snapshot seen) implements AsKnown {
    @Override
    public List<ScopeDay> days(
        SpendQuestion question, String currency, LocalDate from, LocalDate end) {
      Set<GroupKey> keys = new TreeSet<>(Set.of(SOURCE, COMMITMENT, CATEGORY));
      question.counted().excluded().forEach(part -> keys.add(part.key()));
      CostQuery.Metric metric =
          question.counted().metric() == Counted.Metric.BILLED
              ? CostQuery.Metric.BILLED
              : CostQuery.Metric.EFFECTIVE;
      List<ScopeDay> days = new ArrayList<>();
      for (CostView.Row row :
          byDay(question.filter(), Optional.of(currency), List.copyOf(keys), metric, from, end)) {
        String source = value(row, SOURCE);
        Amount amount = fromBill(row);
        boolean counts =
            question.counted().excluded().stream()
                .noneMatch(part -> part.isOf(key -> value(row, key)));
        if (counts && !amount.isZero()) {
          days.add(
              new ScopeDay(
                  day(row),
                  source,
                  !value(row, COMMITMENT).equals(NONE),
                  value(row, CATEGORY).equals("Purchase"),
                  amount));
        }
      }
      return days;
    }

    @Override
    public Map<String, SortedMap<LocalDate, String>> billedDays(LocalDate from, LocalDate end) {
      Map<String, SortedMap<LocalDate, String>> days = new TreeMap<>();
      for (CostView.Row row :
          byDay(
              Filter.everything(),
              Optional.empty(),
              List.of(SOURCE),
              CostQuery.Metric.BILLED,
              from,
              end)) {
        days.computeIfAbsent(value(row, SOURCE), source -> new TreeMap<>())
            .merge(day(row), row.currency() + row.amount(), (one, other) -> one + " " + other);
      }
      return days;
    }

    private List<CostView.Row> byDay(
        Filter filter,
        Optional<String> currency,
        List<GroupKey> keys,
        CostQuery.Metric metric,
        LocalDate from,
        LocalDate end) {
      CostView view =
          reader.costs(
              new CostQuery(
                  new TimeRange(
                      from.atStartOfDay(ZoneOffset.UTC).toInstant(),
                      end.atStartOfDay(ZoneOffset.UTC).toInstant()),
                  keys,
                  CostQuery.Granularity.DAY,
                  metric,
                  false,
                  CostQuery.Parts.ALL,
                  filter,
                  currency,
                  PARTS_LIMIT),
              seen,
              AccessScope.EVERYTHING);
      if (view.others().values().stream().anyMatch(other -> !Amount.parse(other).isZero())) {
        throw new TooManyPartsException(PARTS_LIMIT);
      }
      return view.rows();
    }

    private static LocalDate day(CostView.Row row) {
      return LocalDate.parse(row.period().substring(0, 10));
    }

    private static String value(CostView.Row row, GroupKey key) {
      return row.group().getOrDefault(key.text(), NONE);
    }

    private static Amount fromBill(CostView.Row row) {
      return Amount.parse(row.basis().getOrDefault("from_bill", "0"));
    }
  }
}
