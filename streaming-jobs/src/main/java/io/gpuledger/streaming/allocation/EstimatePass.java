package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.allocation.Accelerator;
import io.gpuledger.cost.allocation.AllocationCharge;
import io.gpuledger.cost.allocation.AllocationLine;
import io.gpuledger.cost.allocation.AllocationRules;
import io.gpuledger.cost.allocation.ChargeKeys;
import io.gpuledger.cost.allocation.Costs;
import io.gpuledger.cost.allocation.DayShare;
import io.gpuledger.cost.allocation.EstimateLines;
import io.gpuledger.cost.estimate.EstimateInput;
import io.gpuledger.cost.estimate.Shadowing;
import io.gpuledger.cost.filter.GroupKey.Name;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.price.DeviceFamily;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.ArrayParameter;
import io.gpuledger.sql.query.SqlText;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * The last pass of a run: what of estimates is shown beside the bills of their cells. All lines of
 * bills are stored by now, so that what a bill came to for a family is read from them. A run
 * without estimates does nothing here.
 */
final class EstimatePass {
  private static final String BASIS = "estimated";

  /** Bits of list and contracted cost, of which an estimate says nothing. */
  private static final int ABSENT_COSTS = 2 + 4;

  private final LedgerClient client;
  private final EstimateLines lines;
  private final AllocationRules rules;
  private final UsageSource usage;
  private final Map<CellKey, Cell> cells;
  private final LineBlocks blocks;

  EstimatePass(
      LedgerClient client,
      AllocationRules rules,
      UsageSource usage,
      Map<CellKey, Cell> cells,
      LineBlocks blocks) {
    this.client = client;
    this.lines = new EstimateLines(rules);
    this.rules = rules;
    this.usage = usage;
    this.cells = cells;
    this.blocks = blocks;
  }

  /** A charge of an estimate as {@code queries/estimate_charges} answers it. */
  private record Row(
      CellKey cell,
      String deliveryId,
      long rowNo,
      String currency,
      String provider,
      String region,
      String resource,
      String model,
      Inventory.Place place,
      long nanos,
      boolean priced,
      Amount effective,
      long billingPeriodMicros) {
    static Row read(RowInput in) {
      CellKey cell = new CellKey(in.string(), in.string(), LocalDate.ofEpochDay(in.uint16()));
      return new Row(
          cell,
          in.string(),
          in.int64(),
          in.string(),
          in.string(),
          in.string(),
          in.string(),
          in.string(),
          new Inventory.Place(in.string(), in.string()),
          in.int64(),
          in.uint16() == 1,
          in.decimal(),
          in.int64());
    }
  }

  private record Family(String model, String currency) {}

  /** What is shown of a charge. */
  private record Shown(Row row, Amount amount, Shadowing by) {}

  /**
   * Allocates what is shown of some estimates.
   *
   * @param inputIds what cells read, as {@link EstimateInput#text}
   * @param days the days of the run
   */
  void run(List<String> inputIds, TimeRange days) {
    Map<String, EstimateInput> inputs = new HashMap<>();
    inputIds.forEach(
        id -> EstimateInput.parse(id).ifPresent(input -> inputs.put(input.deliveryId(), input)));
    Map<String, String> parameters = new HashMap<>();
    parameters.put("delivery_ids", ArrayParameter.ofTexts(inputs.keySet()));
    parameters.put("from_day", String.valueOf(dayOf(days.start())));
    parameters.put("to_day", String.valueOf(dayOf(days.end().minusNanos(1))));
    List<Row> ofCell = new ArrayList<>();
    try (RowInput in =
        new RowInput(client.rows(SqlText.load("queries/estimate_charges"), parameters))) {
      while (in.hasNext()) {
        Row row = Row.read(in);
        if (!ofCell.isEmpty() && !ofCell.get(0).cell.equals(row.cell)) {
          allocate(ofCell, inputs);
          ofCell.clear();
        }
        ofCell.add(row);
      }
    }
    if (!ofCell.isEmpty()) {
      allocate(ofCell, inputs);
    }
  }

  private static long dayOf(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC).toEpochDay();
  }

  private void allocate(List<Row> rows, Map<String, EstimateInput> inputs) {
    Cell cell = cells.get(rows.get(0).cell);
    EstimateInput input = inputs.get(rows.get(0).deliveryId);
    if (cell == null || input == null) {
      return;
    }
    cell.deliveryIds.add(input.text());
    TreeMap<String, List<Row>> families = new TreeMap<>();
    for (Row row : rows) {
      if (row.priced) {
        families
            .computeIfAbsent(row.model + "\n" + row.currency, key -> new ArrayList<>())
            .add(row);
      }
    }
    Map<Family, Amount> billed = families.isEmpty() ? Map.of() : billed(cell);
    List<Shown> shown = new ArrayList<>();
    families.values().forEach(family -> shown.addAll(shown(family, billed, input)));
    store(cell, shown);
  }

  private static List<Shown> shown(
      List<Row> family, Map<Family, Amount> billed, EstimateInput input) {
    List<Amount> charges = family.stream().map(Row::effective).toList();
    Amount estimate = charges.stream().reduce(Amount.ZERO, Amount::plus);
    Shadowing shadowing =
        shadowing(new Family(family.get(0).model, family.get(0).currency), estimate, billed, input);
    List<Amount> parts = shadowing.shownOf(charges);
    List<Shown> shown = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      if (!parts.get(i).isZero()) {
        shown.add(new Shown(family.get(i), parts.get(i), shadowing));
      }
    }
    return shown;
  }

  private static Shadowing shadowing(
      Family family, Amount estimate, Map<Family, Amount> billed, EstimateInput input) {
    Optional<Amount> bill = Optional.ofNullable(billed.get(family));
    boolean other =
        bill.isEmpty() && billed.keySet().stream().anyMatch(of -> of.model.equals(family.model));
    Instant settlesAt = input.settlesAt();
    return other
        ? Shadowing.inOtherCurrency(estimate, settlesAt)
        : Shadowing.of(
            bill, estimate, settlesAt, input.settled() ? settlesAt : settlesAt.minusNanos(1));
  }

  /** What the bill of a cell came to, by family. */
  private Map<Family, Amount> billed(Cell cell) {
    Map<String, String> parameters =
        Map.of(
            "cell_version",
            String.valueOf(cell.version),
            "day",
            String.valueOf(cell.key.day().toEpochDay()));
    Map<Family, Amount> billed = new HashMap<>();
    try (RowInput in =
        new RowInput(client.rows(SqlText.load("queries/estimate_billed"), parameters))) {
      while (in.hasNext()) {
        Family family = new Family(DeviceFamily.of(in.string()), in.string());
        billed.merge(family, Amount.parse(in.string()), Amount::plus);
      }
    }
    return billed;
  }

  private void store(Cell cell, List<Shown> shown) {
    List<Shown> batch = new ArrayList<>();
    Set<Inventory.Place> places = new LinkedHashSet<>();
    for (Shown one : shown) {
      if (places.size() == ChargeBatches.BATCH_NODES && !places.contains(one.row.place)) {
        storeBatch(cell, batch, places);
        batch.clear();
        places.clear();
      }
      batch.add(one);
      places.add(one.row.place);
    }
    storeBatch(cell, batch, places);
  }

  private void storeBatch(Cell cell, List<Shown> batch, Set<Inventory.Place> places) {
    Instant start = cell.key.day().atStartOfDay(ZoneOffset.UTC).toInstant();
    TimeRange day =
        new TimeRange(start, cell.key.day().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    UsageIndex index = UsageIndex.load(usage, places, day, true, rules);
    for (Shown one : batch) {
      Costs costs = new Costs(Amount.ZERO, one.amount, Amount.ZERO, Amount.ZERO);
      ChargeRow row = charge(one.row, day, costs);
      DayShare share = DayShare.of(row.charge()).get(0);
      add(cell, row, share, linesOf(one, share, index));
    }
  }

  private List<AllocationLine> linesOf(Shown one, DayShare share, UsageIndex index) {
    // The part of the time that goes with the part of the money.
    long nanos =
        BigInteger.valueOf(one.row.nanos)
            .multiply(one.amount.unscaled())
            .divide(one.row.effective.unscaled())
            .longValueExact();
    return lines.of(
        share,
        index.find(one.row.place, share.range()),
        one.row.model,
        nanos,
        one.by.outcome() == Shadowing.Outcome.NO_BILL
            ? "estimated, no bill is there yet"
            : "estimated, what the bill does not reach yet");
  }

  private static ChargeRow charge(Row row, TimeRange day, Costs costs) {
    EnumMap<Name, String> keys = new EnumMap<>(Name.class);
    keys.put(Name.SOURCE, row.cell.source());
    keys.put(Name.ACCOUNT, row.cell.account());
    keys.put(Name.CURRENCY, row.currency);
    keys.put(Name.PROVIDER, row.provider);
    keys.put(Name.REGION, row.region);
    keys.put(Name.CHARGE_CATEGORY, "Usage");
    keys.put(Name.DEVICE_MODEL, row.model);
    keys.put(Name.RESOURCE, row.resource);
    keys.put(Name.BASIS, BASIS);
    return new ChargeRow(
        new AllocationCharge(
            row.deliveryId,
            row.rowNo,
            day,
            costs,
            Accelerator.YES,
            false,
            OptionalLong.of(row.nanos),
            new ChargeKeys(keys, Map.of())),
        row.billingPeriodMicros,
        ABSENT_COSTS,
        "",
        new MachineWords("", Amount.ZERO, "", ""));
  }

  private void add(Cell cell, ChargeRow row, DayShare share, List<AllocationLine> of) {
    Costs sum = of.stream().map(AllocationLine::costs).reduce(Costs.ZERO, Costs::plus);
    if (!sum.equals(share.costs())) {
      throw new IllegalStateException(
          "lines of estimate "
              + row.charge().deliveryId()
              + ":"
              + row.charge().rowNo()
              + " sum to "
              + sum
              + ", not to "
              + share.costs());
    }
    blocks.add(cell, row, of);
    cell.sums.merge(row.charge().keys().get(Name.CURRENCY), sum, Costs::plus);
    cell.lines += of.size();
  }
}
