package io.gpuledger.dashboard.query;

import io.gpuledger.cost.allocation.Costs;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.export.ExportShape;
import io.gpuledger.dashboard.export.FocusCsv;
import io.gpuledger.dashboard.export.FocusLayout;
import io.gpuledger.streaming.allocation.RowInput;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The ledger's lines of some days as FOCUS rows, all of one snapshot, a chunk at a time. */
public final class FocusExport {
  /** Charges that are read together. */
  static final int CHUNK_CHARGES = 50_000;

  /** Deliveries that are named in one question. */
  static final int CHUNK_DELIVERIES = 40;

  /** Columns of the sources' own that one file can have. */
  static final int EXTRA_COLUMNS_LIMIT = 2_000;

  private final Answers answers;
  private final FocusExportQuery query;
  private final Snapshot snapshot;
  private final AccessScope scope;
  private final Map<String, Sum> sums = new TreeMap<>();
  private final FocusLayout layout;

  /**
   * Lines of one currency.
   *
   * @param lines how many
   * @param costs their costs
   * @param without how many come without effective, list and contracted cost
   */
  private record Sum(long lines, Costs costs, List<Long> without) {}

  /** Charges that are read together, and the days of all of their lines. */
  record Part(FocusExportQuery.Chunk chunk, TimeRange days) {}

  FocusExport(Answers answers, FocusExportQuery query, Snapshot snapshot, AccessScope scope) {
    this.answers = answers;
    this.query = query;
    this.snapshot = snapshot;
    this.scope = scope;
    Map<String, Long> counts = new HashMap<>();
    for (List<String> row : answers.rows(query.counts(snapshot, scope))) {
      counts.put(row.get(0), Long.valueOf(row.get(1)));
    }
    for (List<String> row : answers.rows(query.sums(snapshot, scope))) {
      List<Amount> amounts = row.subList(1, 5).stream().map(Amount::parse).toList();
      sums.put(
          row.get(0),
          new Sum(
              counts.getOrDefault(row.get(0), 0L),
              new Costs(amounts.get(0), amounts.get(1), amounts.get(2), amounts.get(3)),
              row.subList(5, 8).stream().map(Long::valueOf).toList()));
    }
    this.layout = FocusLayout.of(query.version(), shape());
  }

  private ExportShape shape() {
    List<String> row = answers.rows(query.shape(snapshot, scope)).get(0);
    FocusColumn[] columns = FocusColumn.values();
    Set<FocusColumn> present = EnumSet.noneOf(FocusColumn.class);
    for (int i = 0; i < columns.length; i++) {
      if (!row.get(i).equals("0") && !row.get(i).equals("false")) {
        present.add(columns[i]);
      }
    }
    List<String> extra =
        List.of(row.get(columns.length).split("\n", -1)).stream()
            .filter(name -> !name.isEmpty())
            .toList();
    if (extra.size() > EXTRA_COLUMNS_LIMIT) {
      throw new ExportRefusedException(
          "the bills have "
              + extra.size()
              + " columns of their own, more than the "
              + EXTRA_COLUMNS_LIMIT
              + " of one file; export each source by itself");
    }
    return new ExportShape(present, extra, !scope.allTeams());
  }

  /** Deliveries that came or went and are not allocated yet; while there are any, money lacks. */
  public long waitingDeliveries() {
    return AllocationLag.of(answers, snapshot).waiting();
  }

  /** How many rows the file has. */
  public long rows() {
    return sums.values().stream().mapToLong(Sum::lines).sum();
  }

  /** What the file will hold, for who wants to check it. */
  public Map<String, Object> view() {
    Map<String, Object> byCurrency = new TreeMap<>();
    sums.forEach(
        (currency, sum) ->
            byCurrency.put(
                currency,
                Answers.fields(
                    "rows",
                    sum.lines(),
                    "billed",
                    sum.costs().billed().toString(),
                    "effective",
                    shown(sum.costs().effective(), sum.without().get(0)),
                    "list",
                    shown(sum.costs().list(), sum.without().get(1)),
                    "contracted",
                    shown(sum.costs().contracted(), sum.without().get(2)))));
    return Answers.fields(
        "focusVersion",
        query.version().text(),
        "rows",
        rows(),
        "sums",
        byCurrency,
        "columns",
        layout.names(),
        "snapshot",
        CostView.snapshotFields(snapshot));
  }

  /** Null where the bills carry nothing of it. */
  private static @Nullable String shown(Amount amount, long without) {
    return without > 0 && amount.isZero() ? null : amount.toString();
  }

  /**
   * Writes the file.
   *
   * @throws ExportRefusedException if what was written is not what the ledger's daily sums say
   */
  public void write(OutputStream out) throws IOException {
    FocusCsv csv = new FocusCsv(layout, out);
    Map<String, String> policies = new HashMap<>();
    for (List<String> row : answers.rows(query.policies(snapshot))) {
      policies.put(row.get(0), row.get(1));
    }
    for (Part part : parts()) {
      try (RowInput charges = answers.stream(query.chargesOf(part.chunk(), snapshot, scope));
          RowInput lines =
              answers.stream(query.linesOf(part.chunk(), part.days(), snapshot, scope))) {
        new ExportStream(charges, lines, policies).forEach(csv::charge);
      }
    }
    check(csv);
    csv.flush();
  }

  private void check(FocusCsv csv) {
    Map<String, Costs> written = csv.sums();
    for (Map.Entry<String, Sum> sum : sums.entrySet()) {
      Costs found = written.getOrDefault(sum.getKey(), Costs.ZERO);
      if (!found.equals(sum.getValue().costs())) {
        throw new ExportRefusedException(
            "the rows in "
                + sum.getKey()
                + " sum to "
                + found
                + ", the ledger to "
                + sum.getValue().costs()
                + ": the ledger must be checked before it can be exported");
      }
    }
    if (csv.rows() != rows() || !sums.keySet().containsAll(written.keySet())) {
      throw new ExportRefusedException(
          csv.rows() + " rows were written, the ledger has " + rows() + " lines");
    }
  }

  /** The parts of the export; each charge is in one of them. */
  private List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    List<String> small = new ArrayList<>();
    long charges = 0;
    TimeRange days = query.range();
    Map<String, List<List<String>>> byDelivery = new TreeMap<>();
    for (List<String> row : answers.rows(query.plan(snapshot, scope))) {
      byDelivery.computeIfAbsent(row.get(0), key -> new ArrayList<>()).add(row);
    }
    for (Map.Entry<String, List<List<String>>> delivery : byDelivery.entrySet()) {
      long count = delivery.getValue().stream().mapToLong(row -> Long.parseLong(row.get(3))).sum();
      if (count > CHUNK_CHARGES) {
        delivery.getValue().forEach(file -> addRows(file, parts));
        continue;
      }
      if (charges + count > CHUNK_CHARGES || small.size() == CHUNK_DELIVERIES) {
        parts.add(new Part(new FocusExportQuery.Chunk.Whole(small), days));
        small.clear();
        charges = 0;
        days = query.range();
      }
      small.add(delivery.getKey());
      charges += count;
      for (List<String> file : delivery.getValue()) {
        days = covering(days, file);
      }
    }
    if (!small.isEmpty()) {
      parts.add(new Part(new FocusExportQuery.Chunk.Whole(small), days));
    }
    return parts;
  }

  /** The rows of one large file, cut by their numbers. */
  private void addRows(List<String> file, List<Part> parts) {
    long last = Long.parseUnsignedLong(file.get(2));
    TimeRange days = covering(query.range(), file);
    for (long first = Long.parseUnsignedLong(file.get(1));
        Long.compareUnsigned(first, last) <= 0;
        first += CHUNK_CHARGES) {
      long end = first + CHUNK_CHARGES - 1;
      parts.add(
          new Part(
              new FocusExportQuery.Chunk.Rows(
                  file.get(0), first, Long.compareUnsigned(end, last) < 0 ? end : last),
              days));
    }
  }

  private static TimeRange covering(TimeRange days, List<String> file) {
    Instant start = Instant.EPOCH.plus(Long.parseLong(file.get(4)), ChronoUnit.MICROS);
    Instant end = Instant.EPOCH.plus(Long.parseLong(file.get(5)), ChronoUnit.MICROS);
    Instant first = start.truncatedTo(ChronoUnit.DAYS);
    Instant after = end.minusNanos(1).truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
    return new TimeRange(
        first.isBefore(days.start()) ? first : days.start(),
        after.isAfter(days.end()) ? after : days.end());
  }
}
