package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.allocation.Accelerator;
import io.gpuledger.cost.allocation.AllocationRules;
import io.gpuledger.cost.allocation.ChargeTelemetry;
import io.gpuledger.cost.allocation.DayShare;
import io.gpuledger.cost.filter.GroupKey.Name;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.ArrayParameter;
import io.gpuledger.sql.query.SqlText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads charges, and for those of machines the telemetry of their machines, batch by batch. */
final class ChargeBatches {
  /** Most charges of a batch. */
  static final int BATCH_CHARGES = 32_000;

  /**
   * Most machines asked for at once; their names travel in a URL. The facts of a machine lie among
   * those of others, so few large questions read less than many small ones.
   */
  static final int BATCH_NODES = 800;

  private static final int HOUR_SECONDS = 3_600;

  private final LedgerClient client;
  private final AllocationRules rules;
  private final Inventory inventory;
  private final UsageSource usage;

  ChargeBatches(
      LedgerClient client, AllocationRules rules, Inventory inventory, UsageSource usage) {
    this.client = client;
    this.rules = rules;
    this.inventory = inventory;
    this.usage = usage;
  }

  /** Charges, of whose machines the telemetry is not read yet. */
  final class Charges {
    private final List<ChargeRow> rows;
    private final Set<Inventory.Place> places;

    private Charges(List<ChargeRow> rows, Set<Inventory.Place> places) {
      this.rows = rows;
      this.places = places;
    }

    /** Reads the telemetry of all machines of the batch in one question. */
    Batch withTelemetry() {
      return new Batch(rows, places.isEmpty() ? UsageIndex.EMPTY : usage());
    }

    private UsageIndex usage() {
      Instant start = Instant.MAX;
      Instant end = Instant.MIN;
      boolean wholeHours = true;
      for (ChargeRow row : rows) {
        TimeRange period = row.charge().period();
        start = period.start().isBefore(start) ? period.start() : start;
        end = period.end().isAfter(end) ? period.end() : end;
        wholeHours &= isWholeHour(period.start()) && isWholeHour(period.end());
      }
      return UsageIndex.load(usage, places, new TimeRange(start, end), wholeHours, rules);
    }
  }

  /** Charges with the device-time that they pay for. */
  final class Batch {
    private final List<ChargeRow> rows;
    private final UsageIndex index;

    private Batch(List<ChargeRow> rows, UsageIndex index) {
      this.rows = rows;
      this.index = index;
    }

    List<ChargeRow> rows() {
      return rows;
    }

    /** The machine that a day of a charge pays for; empty where it is none in inventory. */
    Optional<Inventory.Place> place(ChargeRow row, DayShare share) {
      return index == UsageIndex.EMPTY ? Optional.empty() : placeOf(row, share);
    }

    /** Device-time of a machine in the range of a day of a charge of this batch. */
    ChargeTelemetry telemetry(Inventory.Place place, DayShare share) {
      return index.find(place, share.range());
    }
  }

  /**
   * Reads all charges of the given deliveries that touch the days and stand on no other charge:
   * first those of no machine, then those of machines, each in a fixed order.
   */
  void read(List<String> deliveryIds, TimeRange days, Consumer<Charges> taker) {
    for (int devices = 0; devices <= 1; devices++) {
      Map<String, String> parameters = new HashMap<>();
      parameters.put("delivery_ids", ArrayParameter.ofTexts(deliveryIds));
      parameters.put("from", String.valueOf(days.start().getEpochSecond() * 1_000_000L));
      parameters.put("to", String.valueOf(days.end().getEpochSecond() * 1_000_000L));
      parameters.put("devices", String.valueOf(devices));
      parameters.put("shapes", rules.nodeSplit().splits() ? "1" : "0");
      Filling filling = new Filling(taker);
      try (RowInput in =
          new RowInput(client.rows(SqlText.load("queries/allocation_charges"), parameters))) {
        while (in.hasNext()) {
          filling.add(ChargeRow.read(in), devices == 1);
        }
      }
      filling.flush();
    }
  }

  /** The machine behind a day of a charge, unless nobody has said what the charge is for. */
  private Optional<Inventory.Place> placeOf(ChargeRow row, DayShare share) {
    return row.charge().accelerator() != Accelerator.UNKNOWN
        ? inventory.find(row.charge().keys().get(Name.RESOURCE), share.range())
        : Optional.empty();
  }

  /** The batch that is being read. */
  private final class Filling {
    private final Consumer<Charges> taker;
    private Set<Inventory.Place> places = new LinkedHashSet<>();
    private List<ChargeRow> rows = new ArrayList<>();

    Filling(Consumer<Charges> taker) {
      this.taker = taker;
    }

    void add(ChargeRow row, boolean onMachine) {
      Set<Inventory.Place> ofRow = new LinkedHashSet<>();
      if (onMachine) {
        DayShare.of(row.charge()).forEach(share -> placeOf(row, share).ifPresent(ofRow::add));
      }
      boolean full = places.size() >= BATCH_NODES && !places.containsAll(ofRow);
      if (full || rows.size() == BATCH_CHARGES) {
        flush();
      }
      rows.add(row);
      places.addAll(ofRow);
    }

    void flush() {
      if (rows.isEmpty()) {
        return;
      }
      taker.accept(new Charges(rows, places));
      rows = new ArrayList<>();
      places = new LinkedHashSet<>();
    }
  }

  private static boolean isWholeHour(Instant at) {
    return at.getNano() == 0 && at.getEpochSecond() % HOUR_SECONDS == 0;
  }
}
