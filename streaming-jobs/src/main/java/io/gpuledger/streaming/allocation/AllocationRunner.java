package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.allocation.AllocationRules;
import io.gpuledger.cost.allocation.Costs;
import io.gpuledger.cost.estimate.CompletenessLags;
import io.gpuledger.cost.estimate.EstimateInput;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.sql.client.EngineException;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.SqlText;
import io.gpuledger.streaming.publish.RunDraft;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Computes pending cells, one run at a time. There is one runner per ledger.
 *
 * <p>Memory holds the cells of a run with their sums, some batches of charges with their telemetry,
 * and four blocks of lines; charges and lines are streamed.
 */
public final class AllocationRunner {
  /** Most cells of one run; a cell's version is run number x this + position. */
  public static final int CELLS_LIMIT = 1 << 20;

  /** Name of the job whose facts are read. */
  static final String TELEMETRY_JOB = "telemetry";

  private static final int DELIVERIES_A_QUERY = 100;

  private final LedgerClient client;
  private final Supplier<AllocationRules> rules;
  private final RunPublication publication;
  private final int cellsLimit;
  private final EstimatesInForce estimates;
  private long lastRunNo = -1;

  /**
   * A runner that has not run yet.
   *
   * @param client the ledger, with the right to insert
   * @param rules the rules in force when a run starts
   * @param publication makes a run visible
   */
  public AllocationRunner(
      LedgerClient client, Supplier<AllocationRules> rules, RunPublication publication) {
    this(client, rules, publication, CELLS_LIMIT);
  }

  AllocationRunner(
      LedgerClient client,
      Supplier<AllocationRules> rules,
      RunPublication publication,
      int cellsLimit) {
    this(
        client,
        rules,
        publication,
        cellsLimit,
        new EstimatesInForce(client, () -> CompletenessLags.DEFAULT, Clock.systemUTC()));
  }

  /**
   * A runner that has not run yet.
   *
   * @param lags how late bills may come, after which they take the place of estimates
   * @param clock tells when that is
   */
  public AllocationRunner(
      LedgerClient client,
      Supplier<AllocationRules> rules,
      RunPublication publication,
      Supplier<CompletenessLags> lags,
      Clock clock) {
    this(client, rules, publication, CELLS_LIMIT, new EstimatesInForce(client, lags, clock));
  }

  private AllocationRunner(
      LedgerClient client,
      Supplier<AllocationRules> rules,
      RunPublication publication,
      int cellsLimit,
      EstimatesInForce estimates) {
    this.client = client;
    this.rules = rules;
    this.publication = publication;
    this.cellsLimit = cellsLimit;
    this.estimates = estimates;
  }

  /**
   * Runs until deliveries, rules and cells agree.
   *
   * @return the published runs; empty if nothing was pending
   */
  public synchronized List<RunDraft> runPending() {
    List<RunDraft> runs = new ArrayList<>();
    boolean more = true;
    while (more) {
      AllocationRules inForce = rules.get();
      Inventory inventory = Inventory.load(client);
      PendingCells.Work work =
          new PendingCells(client, cellsLimit, estimates.inputs(), inForce.sharedCharges())
              .findChanged(inForce.version(), inventory);
      Optional<RunDraft> run = run(work, inForce, inventory);
      run.ifPresent(runs::add);
      more = work.more() && run.isPresent();
    }
    return runs;
  }

  /**
   * Computes again the cells of some days whose telemetry has changed since.
   *
   * @param from first UTC day
   * @param to last UTC day
   * @return the published runs; empty if nothing was pending
   */
  public synchronized List<RunDraft> runUsage(LocalDate from, LocalDate to) {
    List<RunDraft> runs = new ArrayList<>();
    boolean more = true;
    while (more) {
      AllocationRules inForce = rules.get();
      Map<LocalDate, String> marks = usageMarks(visibleUsage(), from, to);
      PendingCells.Work work =
          new PendingCells(client, cellsLimit, estimates.inputs(), inForce.sharedCharges())
              .findUsageChanged(from, to, marks);
      Optional<RunDraft> run =
          work.cells().isEmpty() ? Optional.empty() : run(work, inForce, Inventory.load(client));
      run.ifPresent(runs::add);
      more = work.more() && run.isPresent();
    }
    return runs;
  }

  private Optional<RunDraft> run(
      PendingCells.Work work, AllocationRules inForce, Inventory inventory) {
    if (work.cells().isEmpty()) {
      return Optional.empty();
    }
    if (work.cells().size() > CELLS_LIMIT) {
      throw new IllegalStateException(
          work.cells().size() + " cells of one account, at most " + CELLS_LIMIT + " are possible");
    }
    long runNo = nextRunNo();
    Map<CellKey, Cell> cells = new LinkedHashMap<>();
    TreeSet<CellKey> ordered = new TreeSet<>(CellKey.ORDER);
    ordered.addAll(work.cells());
    for (CellKey key : ordered) {
      cells.put(key, new Cell(key, runNo * CELLS_LIMIT + cells.size()));
    }
    RunDraft run;
    try {
      run = write(runNo, work, new Basis(inForce, inventory), cells, daysOf(ordered));
    } catch (RuntimeException failed) {
      discard(cells.values(), failed);
      throw failed;
    }
    // From here on the rows may be visible, even where publishing seems to fail.
    publication.publish(run);
    return Optional.of(run);
  }

  /** What charges are allocated by, beside telemetry. */
  private record Basis(AllocationRules rules, Inventory inventory) {}

  private RunDraft write(
      long runNo, PendingCells.Work work, Basis basis, Map<CellKey, Cell> cells, TimeRange days) {
    UUID runId = UUID.randomUUID();
    CheckpointSet usage = visibleUsage();
    try (LineBlocks blocks = new LineBlocks(client, runId)) {
      LineStore store = new LineStore(cells, blocks);
      UsageSource source = new UsageSource(client, usage);
      ChargePass pass = new ChargePass(client, basis.rules, basis.inventory, source, store);
      List<List<String>> deliveries = deliveries(work);
      deliveries.forEach(some -> pass.run(some, days));
      blocks.finish();
      SharedPass shared = new SharedPass(client, basis.rules, cells, store);
      shared.run(deliveries.stream().filter(some -> shared.isNeeded(some, days)).toList());
      blocks.finish();
      EstimatePass estimated = new EstimatePass(client, basis.rules, source, cells, blocks);
      estimateInputs(work).forEach(some -> estimated.run(some, days));
      blocks.finish();
      long lines = cells.values().stream().mapToLong(cell -> cell.lines).sum();
      RunDraft run =
          new RunDraft(runId, runNo, work.reason(), basis.rules.version(), cells.size(), lines);
      Map<LocalDate, String> usageMarks = usageMarks(usage, cells.values());
      CellRows.write(client, run, cells.values(), usageMarks, basis.inventory);
      fillDaily(cells, blocks);
      check(run, cells.values());
      return run;
    }
  }

  /** Removes what a run has stored that was not published and never will be. */
  private void discard(Collection<Cell> cells, RuntimeException failed) {
    try {
      for (String table :
          List.of("allocation_lines", "cost_detail_daily", "cost_daily", "allocation_cells")) {
        client.execute(SqlText.load("queries/discard_" + table), versions(cells));
      }
    } catch (EngineException away) {
      // Such rows are never read, and their numbers are not used again.
      failed.addSuppressed(away);
    }
  }

  /** The deliveries of a run in a fixed order, as many as one query takes. */
  private static List<List<String>> deliveries(PendingCells.Work work) {
    return parts(work.deliveryIds().stream().filter(id -> !EstimateInput.isOne(id)));
  }

  /** What the cells of a run read of estimates, likewise. */
  private static List<List<String>> estimateInputs(PendingCells.Work work) {
    return parts(work.deliveryIds().stream().filter(EstimateInput::isOne));
  }

  private static List<List<String>> parts(Stream<String> of) {
    List<String> ids = of.sorted().distinct().toList();
    List<List<String>> parts = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += DELIVERIES_A_QUERY) {
      parts.add(ids.subList(from, Math.min(from + DELIVERIES_A_QUERY, ids.size())));
    }
    return parts;
  }

  private long nextRunNo() {
    if (lastRunNo < 0) {
      String answer = client.query(SqlText.load("queries/allocation_last_numbers"), Map.of());
      lastRunNo = Long.parseLong(answer.strip());
    }
    return ++lastRunNo;
  }

  private CheckpointSet visibleUsage() {
    return CheckpointSet.newest(client);
  }

  private Map<LocalDate, String> usageMarks(CheckpointSet visible, Collection<Cell> cells) {
    TreeSet<LocalDate> days = new TreeSet<>();
    for (Cell cell : cells) {
      if (cell.deviceCharges > 0) {
        days.add(cell.key.day());
      }
    }
    return days.isEmpty() ? Map.of() : usageMarks(visible, days.first(), days.last());
  }

  private Map<LocalDate, String> usageMarks(CheckpointSet visible, LocalDate from, LocalDate to) {
    Map<String, String> parameters = new HashMap<>(visible.parameters());
    parameters.put("from_second", String.valueOf(Math.max(0, from.toEpochDay() * 86_400)));
    parameters.put("to_second", String.valueOf((to.toEpochDay() + 1) * 86_400));
    Map<LocalDate, String> marks = new HashMap<>();
    client
        .query(SqlText.load("queries/allocation_usage_marks"), parameters)
        .lines()
        .forEach(
            line -> {
              int tab = line.indexOf('\t');
              LocalDate day = LocalDate.ofEpochDay(Long.parseLong(line.substring(0, tab)));
              marks.put(day, line.substring(tab + 1));
            });
    return marks;
  }

  private void fillDaily(Map<CellKey, Cell> cells, LineBlocks blocks) {
    for (YearMonth month : new TreeSet<>(blocks.months())) {
      Map<String, String> parameters = versions(cells.values());
      parameters.put("month", String.valueOf(month.getYear() * 100 + month.getMonthValue()));
      client.execute(SqlText.load("queries/allocation_fill_cost_detail_daily"), parameters);
      client.execute(SqlText.load("queries/allocation_fill_cost_daily"), parameters);
    }
  }

  /** What is stored must be what was computed, in lines and in daily sums, before it is seen. */
  private void check(RunDraft run, Collection<Cell> cells) {
    Map<String, Costs> expected = new TreeMap<>();
    for (Cell cell : cells) {
      cell.sums.forEach((currency, costs) -> expected.merge(currency, costs, Costs::plus));
    }
    for (String table : List.of("lines", "detail", "daily")) {
      Map<String, Costs> stored = new TreeMap<>();
      client
          .query(SqlText.load("queries/allocation_sums_of_" + table), versions(cells))
          .lines()
          .map(line -> line.split("\t", -1))
          .forEach(row -> stored.put(row[0], costs(row)));
      if (!stored.equals(expected)) {
        throw new IllegalStateException(
            "run " + run.runNo() + ": " + table + " sum to " + stored + ", not to " + expected);
      }
    }
  }

  private static Costs costs(String[] row) {
    return new Costs(
        Amount.parse(row[1]), Amount.parse(row[2]), Amount.parse(row[3]), Amount.parse(row[4]));
  }

  private static Map<String, String> versions(Collection<Cell> cells) {
    long first = Long.MAX_VALUE;
    long last = 0;
    for (Cell cell : cells) {
      first = Math.min(first, cell.version);
      last = Math.max(last, cell.version);
    }
    Map<String, String> parameters = new HashMap<>();
    parameters.put("first_version", String.valueOf(first));
    parameters.put("last_version", String.valueOf(last));
    return parameters;
  }

  private static TimeRange daysOf(Collection<CellKey> cells) {
    LocalDate first = LocalDate.MAX;
    LocalDate last = LocalDate.MIN;
    for (CellKey cell : cells) {
      first = cell.day().isBefore(first) ? cell.day() : first;
      last = cell.day().isAfter(last) ? cell.day() : last;
    }
    return new TimeRange(
        first.atStartOfDay(ZoneOffset.UTC).toInstant(),
        last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
  }
}
