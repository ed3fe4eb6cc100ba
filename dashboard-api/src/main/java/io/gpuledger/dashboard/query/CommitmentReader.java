package io.gpuledger.dashboard.query;

import io.gpuledger.cost.allocation.SliceWeighting;
import io.gpuledger.cost.close.BookPeriod;
import io.gpuledger.cost.close.PrepaidRollForward;
import io.gpuledger.cost.commitment.BilledCommitment;
import io.gpuledger.cost.commitment.Commitment;
import io.gpuledger.cost.commitment.CommitmentEntry;
import io.gpuledger.cost.commitment.CommitmentFacts;
import io.gpuledger.cost.commitment.CommitmentStatement;
import io.gpuledger.cost.commitment.Draw;
import io.gpuledger.cost.commitment.HourlyTerms;
import io.gpuledger.cost.commitment.IntervalUse;
import io.gpuledger.cost.commitment.PrepaidPosition;
import io.gpuledger.cost.commitment.PrepaidUse;
import io.gpuledger.cost.commitment.SpendPosting;
import io.gpuledger.cost.commitment.SpendShortfall;
import io.gpuledger.cost.commitment.SpendTarget;
import io.gpuledger.cost.commitment.SpendTerms;
import io.gpuledger.cost.commitment.Withdrawals;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.filter.GroupKey.Name;
import io.gpuledger.cost.filter.Operator;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the commitments of a month: those that bills name and those of the configuration. */
final class CommitmentReader {
  private static final Duration HOUR = Duration.ofHours(1);

  private final Answers answers;
  private final List<CommitmentEntry> entries;
  private final SliceWeighting slices;

  CommitmentReader(Answers answers, RulesInForce rules) {
    this.answers = answers;
    this.entries = rules.commitments();
    this.slices = rules.slices();
  }

  CommitmentFigures figures(YearMonth period, Snapshot snapshot) {
    TimeRange month = range(period);
    CommitmentQuery query = new CommitmentQuery(month, snapshot);
    Instant asOf = clipped(known(snapshot), month);
    Map<BilledCommitments.Key, BilledCommitment> billed = new TreeMap<>(billed(query));
    Map<String, CommitmentFigures.Described> described = described(query);
    Map<String, List<PrepaidUse.Withdrawal>> withdrawals = withdrawals(query);
    List<CommitmentFigures.Row> rows = new ArrayList<>();
    for (CommitmentEntry entry : entries) {
      Commitment commitment = entry.commitment();
      String id = commitment.key().id();
      Optional<BilledCommitment> of =
          Optional.ofNullable(billed.remove(new BilledCommitments.Key(id, commitment.currency())));
      List<SpendPosting> spend = spend(entry, asOf, query);
      CommitmentFacts facts =
          new CommitmentFacts(
              month,
              asOf,
              of,
              intervals(entry, of, query, snapshot),
              withdrawals.getOrDefault(id, List.of()),
              spend,
              monthsWithoutBill(entry, asOf, spend, query));
      rows.add(
          new CommitmentFigures.Row(
              id,
              commitment.key().provider(),
              Optional.of(entry),
              of,
              Optional.ofNullable(described.get(id)),
              CommitmentStatement.of(entry, facts)));
    }
    billed.forEach(
        (key, of) ->
            rows.add(
                new CommitmentFigures.Row(
                    key.id(),
                    of.provider().isEmpty() ? "-" : of.provider(),
                    Optional.empty(),
                    Optional.of(of),
                    Optional.ofNullable(described.get(key.id())),
                    CommitmentStatement.ofBill(of))));
    rows.sort(
        Comparator.comparing(CommitmentFigures.Row::provider)
            .thenComparing(CommitmentFigures.Row::id)
            .thenComparing(row -> row.statement().currency()));
    return new CommitmentFigures(period, asOf, rows, AllocationLag.of(answers, snapshot).waiting());
  }

  PrepaidRollForward rollForward(YearMonth period, Snapshot snapshot) {
    CommitmentQuery query = new CommitmentQuery(range(period), snapshot);
    return PrepaidRollForward.of(
        entries,
        withdrawals(query),
        new BookPeriod(
            period.getYear(),
            period.getMonthValue(),
            period.atDay(1),
            period.plusMonths(1).atDay(1),
            ZoneOffset.UTC),
        known(snapshot));
  }

  /** Withdrawals are read over all time, whatever the month of the question. */
  List<PrepaidPosition> positions(Snapshot snapshot) {
    TimeRange any = range(YearMonth.from(snapshot.asOf().atZone(ZoneOffset.UTC)));
    return PrepaidRollForward.positions(
        entries, withdrawals(new CommitmentQuery(any, snapshot)), known(snapshot));
  }

  /** The days up to here are over. */
  private static Instant known(Snapshot snapshot) {
    return snapshot.asOf().truncatedTo(ChronoUnit.DAYS);
  }

  /** What spend commitments are projected to fall short by, as far as it belongs to the past. */
  List<SpendShortfall> shortfalls(TimeRange days, Snapshot snapshot) {
    return shortfalls(days, snapshot, SpendShortfall::of);
  }

  /** What their targets that ended within the days were short by. */
  List<SpendShortfall> endedShortfalls(TimeRange days, Snapshot snapshot) {
    return shortfalls(days, snapshot, SpendShortfall::ended);
  }

  private interface Rule {
    Optional<SpendShortfall> of(
        Commitment commitment, Instant start, Instant asOf, List<SpendPosting> spend);
  }

  private List<SpendShortfall> shortfalls(TimeRange days, Snapshot snapshot, Rule rule) {
    Instant asOf = clipped(known(snapshot), days);
    CommitmentQuery query = new CommitmentQuery(days, snapshot);
    List<SpendShortfall> shortfalls = new ArrayList<>();
    for (CommitmentEntry entry : entries) {
      if (entry.commitment().terms() instanceof SpendTerms) {
        List<SpendPosting> spend = spend(entry, asOf, query);
        boolean known = monthsWithoutBill(entry, asOf, spend, query).isEmpty();
        rule.of(entry.commitment(), days.start(), asOf, spend)
            .map(each -> known ? each : each.unknown())
            .ifPresent(shortfalls::add);
      }
    }
    return shortfalls;
  }

  private static TimeRange range(YearMonth period) {
    return new TimeRange(
        period.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant(),
        period.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  private static Instant clipped(Instant at, TimeRange range) {
    if (at.isBefore(range.start())) {
      return range.start();
    }
    return at.isBefore(range.end()) ? at : range.end();
  }

  private List<List<String>> rows(BoundSql sql) {
    List<List<String>> rows = answers.rows(sql);
    if (rows.size() > CommitmentQuery.ROWS_LIMIT) {
      throw new QuestionTooLargeException(
          "the commitments of the month have more than "
              + CommitmentQuery.ROWS_LIMIT
              + " sums by hour, party and commitment, which is the limit of one answer");
    }
    return rows;
  }

  private Map<BilledCommitments.Key, BilledCommitment> billed(CommitmentQuery query) {
    BilledCommitments billed = new BilledCommitments();
    rows(query.costs()).forEach(billed::cost);
    rows(query.eligible()).forEach(billed::eligible);
    rows(query.purchases()).forEach(billed::purchase);
    rows(query.quantities()).forEach(billed::quantity);
    return billed.all();
  }

  private Map<String, CommitmentFigures.Described> described(CommitmentQuery query) {
    Map<String, CommitmentFigures.Described> described = new HashMap<>();
    for (List<String> row : rows(query.described())) {
      described.put(
          row.get(0),
          new CommitmentFigures.Described(row.get(1), row.get(2), row.get(3), row.get(4)));
    }
    return described;
  }

  /** Of the commitments that are counted in units, what bills drew within their terms. */
  private Map<String, List<PrepaidUse.Withdrawal>> withdrawals(CommitmentQuery query) {
    Map<String, Commitment> counted = new TreeMap<>();
    for (CommitmentEntry entry : entries) {
      if (!(entry.commitment().terms() instanceof HourlyTerms
          || entry.commitment().terms() instanceof SpendTerms)) {
        counted.put(entry.commitment().key().id(), entry.commitment());
      }
    }
    Map<String, List<PrepaidUse.Withdrawal>> withdrawals = new HashMap<>();
    if (counted.isEmpty()) {
      return withdrawals;
    }
    for (List<String> row : rows(query.withdrawals(List.copyOf(counted.keySet())))) {
      Commitment commitment = counted.get(row.get(0));
      Amount quantity = Amount.parse(row.get(3));
      Instant day = Instant.ofEpochSecond(Long.parseLong(row.get(1)));
      if (commitment == null || quantity.isZero()) {
        continue;
      }
      // A term may begin within a day: what that day drew was drawn within the term.
      Instant start = commitment.term().start();
      boolean firstDay = day.isBefore(start) && day.plus(1, ChronoUnit.DAYS).isAfter(start);
      Instant within = firstDay ? start : day;
      if (!within.isBefore(start) && within.isBefore(commitment.end())) {
        withdrawals
            .computeIfAbsent(row.get(0), id -> new ArrayList<>())
            .add(new PrepaidUse.Withdrawal(within, row.get(2), quantity));
      }
    }
    withdrawals.replaceAll((id, drawn) -> Withdrawals.netted(drawn));
    return withdrawals;
  }

  /** Device-time by the hour, where the configuration names devices and no bill divides the use. */
  private Optional<List<IntervalUse>> intervals(
      CommitmentEntry entry,
      Optional<BilledCommitment> billed,
      CommitmentQuery query,
      Snapshot snapshot) {
    if (entry.devices().isEmpty() || billed.filter(BilledCommitment::dividesUse).isPresent()) {
      return Optional.empty();
    }
    TreeMap<Instant, List<Draw>> hours = new TreeMap<>();
    Map<Instant, BigInteger> seen = new HashMap<>();
    WeighedUsage usage = WeighedUsage.of(answers, snapshot, slices);
    for (List<String> row : rows(query.held(entry.devices().get(), usage))) {
      Instant hour = Instant.ofEpochSecond(Long.parseLong(row.get(0)));
      List<Draw> draws = hours.computeIfAbsent(hour, none -> new ArrayList<>());
      boolean held = !row.get(1).isEmpty();
      Draw draw = Draw.ofDeviceNanos(held ? row.get(1) : "-", Long.parseLong(row.get(2)));
      seen.merge(hour, draw.measure(), BigInteger::add);
      if (held) {
        draws.add(draw);
      }
    }
    List<IntervalUse> intervals = new ArrayList<>();
    hours.forEach(
        (hour, draws) ->
            intervals.add(
                new IntervalUse(
                    new TimeRange(hour, hour.plus(HOUR)),
                    draws,
                    Optional.ofNullable(seen.get(hour)))));
    return Optional.of(intervals);
  }

  /** Billed cost by day that counts towards a spend commitment. */
  private List<SpendPosting> spend(CommitmentEntry entry, Instant asOf, CommitmentQuery query) {
    if (!(entry.commitment().terms() instanceof SpendTerms terms)) {
      return List.of();
    }
    TreeMap<Instant, SpendPosting> postings = new TreeMap<>();
    for (SpendTarget target : terms.targets()) {
      if (target.period().start().isAfter(asOf)) {
        continue;
      }
      Map<Instant, Amount> all = spend(query, entry.spend(), entry, target.period());
      Map<Instant, Amount> market = new TreeMap<>();
      entry
          .marketplace()
          .ifPresent(
              filter ->
                  market.putAll(
                      spend(
                          query,
                          new Filter.And(List.of(entry.spend(), filter)),
                          entry,
                          target.period())));
      all.forEach(
          (at, amount) -> {
            Amount there = market.getOrDefault(at, Amount.ZERO);
            postings.put(at, new SpendPosting(at, amount.minus(there), there));
          });
    }
    return List.copyOf(postings.values());
  }

  /**
   * Months of the target that runs, or of the one that ends then, that are over and of which the
   * ledger holds nothing from the provider: not loaded yet, or lost, but not known to be zero.
   */
  private List<YearMonth> monthsWithoutBill(
      CommitmentEntry entry, Instant asOf, List<SpendPosting> spend, CommitmentQuery query) {
    if (!(entry.commitment().terms() instanceof SpendTerms terms)) {
      return List.of();
    }
    TreeSet<YearMonth> missing = new TreeSet<>();
    for (SpendTarget target : terms.targets()) {
      TimeRange period = target.period();
      if (period.start().isAfter(asOf) || period.end().isBefore(asOf)) {
        continue;
      }
      TreeSet<YearMonth> over = new TreeSet<>();
      for (YearMonth each = month(period.start());
          !range(each).end().isAfter(asOf);
          each = each.plusMonths(1)) {
        over.add(each);
      }
      spend.forEach(posting -> over.remove(month(posting.at())));
      if (!over.isEmpty()) {
        // Spend that does not count tells of a bill as well.
        Filter any =
            new Filter.Comparison(
                GroupKey.of(Name.PROVIDER),
                Operator.EQUAL,
                List.of(entry.commitment().key().provider()));
        spend(query, any, entry, period).keySet().forEach(at -> over.remove(month(at)));
      }
      missing.addAll(over);
    }
    return List.copyOf(missing);
  }

  private static YearMonth month(Instant at) {
    return YearMonth.from(at.atZone(ZoneOffset.UTC));
  }

  private Map<Instant, Amount> spend(
      CommitmentQuery query, Filter filter, CommitmentEntry entry, TimeRange range) {
    Map<Instant, Amount> spend = new TreeMap<>();
    for (List<String> row : rows(query.spend(filter, entry.commitment().currency(), range))) {
      spend.put(Instant.ofEpochSecond(Long.parseLong(row.get(0))), Amount.parse(row.get(1)));
    }
    return spend;
  }
}
