package io.gpuledger.dashboard.intake;

import io.gpuledger.cost.owned.EnergyReading;
import io.gpuledger.cost.owned.HourlyCost;
import io.gpuledger.cost.owned.OwnedCharge;
import io.gpuledger.cost.owned.OwnedEstate;
import io.gpuledger.cost.owned.TruedMonth;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.config.OwnedSource;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.MachineUse;
import io.gpuledger.ingest.delivery.ImportListener;
import io.gpuledger.ingest.delivery.ImportReport;
import io.gpuledger.ingest.format.Formats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Computes what own hardware costs a month and loads it as a bill, through the same pipeline. */
public final class OwnedIntake {
  private final Supplier<LedgerConfig> config;
  private final BillIntake bills;
  private final LedgerReader reader;
  private final OwnedStanding standing;
  private final Path staging;
  private final InstantSource clock;

  /**
   * An intake.
   *
   * @param standing takes computed bills back from which the configuration has taken everything
   * @param staging where the computed bill stands until it is loaded
   * @param clock tells how far a running month is computed
   */
  public OwnedIntake(
      Supplier<LedgerConfig> config,
      BillIntake bills,
      LedgerReader reader,
      OwnedStanding standing,
      Path staging,
      InstantSource clock) {
    this.config = config;
    this.bills = bills;
    this.reader = reader;
    this.standing = standing;
    this.staging = staging;
    this.clock = clock;
  }

  /**
   * A month of own hardware.
   *
   * @param report of the load; none where nothing falls in the month
   * @param emptied computed bills of the month that were in force and for whose scope there is no
   *     charge any more; each is taken back
   * @param charges in the order of the register, true-ups last
   * @param trueUps each real invoice of the month with what was computed for it
   * @param hourly what an hour of a device costs, by currency
   * @param capacityNanos device-nanoseconds that were there
   * @param usedNanos device-nanoseconds in which somebody held a device
   */
  public record Outcome(
      Optional<ImportReport> report,
      List<OwnedStanding.Emptied> emptied,
      List<OwnedCharge> charges,
      List<TruedMonth.TrueUpLine> trueUps,
      SortedMap<String, HourlyCost> hourly,
      BigInteger capacityNanos,
      BigInteger usedNanos) {
    public Outcome {
      emptied = List.copyOf(emptied);
      charges = List.copyOf(charges);
      trueUps = List.copyOf(trueUps);
      hourly = new TreeMap<>(hourly);
    }

    private static Outcome withoutCharges(List<OwnedStanding.Emptied> emptied) {
      return new Outcome(
          Optional.empty(),
          emptied,
          List.of(),
          List.of(),
          new TreeMap<>(),
          BigInteger.ZERO,
          BigInteger.ZERO);
    }
  }

  /**
   * Loads a month, and takes back what was computed for it before and has no charge now. Empty
   * where no own hardware is configured for the source and none was charged in the month.
   */
  public Optional<Outcome> publish(String source, YearMonth period) {
    Optional<OwnedSource> configured =
        config.get().owned().stream().filter(owned -> owned.source().equals(source)).findFirst();
    if (configured.isPresent()) {
      return Optional.of(publish(configured.get(), period));
    }
    List<OwnedStanding.Emptied> emptied = standing.empty(source, period, Set.of());
    return emptied.isEmpty() ? Optional.empty() : Optional.of(Outcome.withoutCharges(emptied));
  }

  private static TimeRange month(YearMonth period) {
    return new TimeRange(
        period.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant(),
        period.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  /**
   * The whole UTC days of a month that are over at an instant; empty before the first one is. What
   * the rest of a running month will cost is not known: its machines may be metered, stand still or
   * be sold. On one day it is always the same range, so the same charges are loaded again.
   */
  static Optional<TimeRange> completeDays(TimeRange month, Instant now) {
    Instant today = now.truncatedTo(ChronoUnit.DAYS);
    Instant end = today.isBefore(month.end()) ? today : month.end();
    return month.start().isBefore(end)
        ? Optional.of(new TimeRange(month.start(), end))
        : Optional.empty();
  }

  private Outcome publish(OwnedSource owned, YearMonth period) {
    return completeDays(month(period), clock.instant())
        .map(days -> publish(owned, period, days))
        .orElseGet(() -> Outcome.withoutCharges(List.of()));
  }

  private Outcome publish(OwnedSource owned, YearMonth period, TimeRange days) {
    Map<String, List<EnergyReading>> energy = new HashMap<>();
    BigInteger used = BigInteger.ZERO;
    for (OwnedSource.Meter meter : owned.meters()) {
      MachineUse use = reader.machineUse(meter.cluster(), meter.node(), meter.devices(), days);
      used = used.add(use.usedNanos());
      if (!use.energy().isEmpty()) {
        energy.put(meter.resourceId(), use.energy());
      }
    }
    OwnedEstate estate = owned.estate().metered(energy);
    TruedMonth trued = TruedMonth.of(owned.invoices(), estate.chargesOf(days), days);
    List<OwnedCharge> charges = trued.charges();
    BigInteger capacity = estate.capacityNanos(days);
    Optional<ImportReport> report =
        charges.isEmpty() ? Optional.empty() : Optional.of(load(owned, period, charges));
    return new Outcome(
        report,
        standing.empty(owned.source(), period, ids(report)),
        charges,
        trued.trueUps(),
        hourly(charges, capacity, used),
        capacity,
        used);
  }

  private static Set<String> ids(Optional<ImportReport> report) {
    return report.stream()
        .flatMap(loaded -> loaded.deliveries().stream())
        .map(ImportReport.Delivery::deliveryId)
        .collect(Collectors.toSet());
  }

  private static SortedMap<String, HourlyCost> hourly(
      List<OwnedCharge> charges, BigInteger capacity, BigInteger used) {
    SortedMap<String, List<OwnedCharge>> byCurrency = new TreeMap<>();
    for (OwnedCharge charge : charges) {
      byCurrency.computeIfAbsent(charge.amount().currency(), c -> new ArrayList<>()).add(charge);
    }
    SortedMap<String, HourlyCost> hourly = new TreeMap<>();
    byCurrency.forEach(
        (currency, of) -> hourly.put(currency, HourlyCost.of(currency, of, capacity, used)));
    return hourly;
  }

  private ImportReport load(OwnedSource owned, YearMonth period, List<OwnedCharge> charges) {
    try {
      Files.createDirectories(staging);
      Path folder = Files.createTempDirectory(staging, "owned");
      Path file = folder.resolve(OwnedStanding.fileName(owned.source(), period));
      try {
        new OwnedBill(owned, month(period)).write(charges, file);
        return bills.publish(
            owned.source(), Formats.FOCUS, false, List.of(file), ImportListener.NONE);
      } finally {
        Files.deleteIfExists(file);
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
