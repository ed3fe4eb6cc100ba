package io.gpuledger.dashboard.close;

import io.gpuledger.cost.close.BookPeriod;
import io.gpuledger.cost.invoice.Bridge;
import io.gpuledger.cost.invoice.TieStatus;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.close.CheckedItem.Finding;
import io.gpuledger.dashboard.query.PeriodFacts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What has to be so before a period is signed, as the ledger finds it. */
final class Checklist {
  /** Telemetry coverage below this is worth a look. */
  private static final BigDecimal COVERAGE_GOAL = new BigDecimal("0.95");

  private Checklist() {}

  /**
   * What is looked at.
   *
   * @param period whose checklist it is
   * @param ended whether its last day is over
   * @param facts of the ledger
   * @param expected sources of bills that are configured or delivered for the period before
   * @param before the period before, and whether it is closed; empty where there is none
   */
  record Input(
      BookPeriod period,
      boolean ended,
      PeriodFacts facts,
      List<String> expected,
      Optional<Before> before) {}

  /** The period before. */
  record Before(BookPeriod period, boolean closed) {}

  static List<CheckedItem> of(Input input) {
    PeriodFacts facts = input.facts();
    List<CheckedItem> items = new ArrayList<>();
    items.add(
        CheckedItem.of(
            "ended",
            "The period has ended",
            false,
            new Finding(
                input.ended(),
                (input.ended() ? "ended with " : "ends with ")
                    + input.period().lastDay()
                    + " "
                    + input.period().zone())));
    items.add(CheckedItem.of("bills", "Every source of bills has delivered", true, bills(input)));
    items.add(
        CheckedItem.of("allocation", "What is delivered is allocated", false, allocation(facts)));
    items.add(
        CheckedItem.of(
            "invoices", "Invoices tie, or are named as not tied", true, invoices(facts)));
    items.add(CheckedItem.of("bridge", "The bridge explains everything", true, bridge(facts)));
    items.add(CheckedItem.of("rejects", "Refused rows have been looked at", true, rejects(facts)));
    items.add(
        CheckedItem.of("telemetry", "Telemetry covers the GPU time", false, telemetry(facts))
            .optional());
    input
        .before()
        .ifPresent(
            before ->
                items.add(
                    CheckedItem.of(
                            "before",
                            "The period before is closed",
                            false,
                            new Finding(
                                before.closed(),
                                before.period()
                                    + (before.closed() ? " is closed" : " is not closed")))
                        .optional()));
    return items;
  }

  private static Finding bills(Input input) {
    TreeSet<String> sources = new TreeSet<>(input.expected());
    sources.addAll(input.facts().delivered().keySet());
    List<String> missing = new ArrayList<>();
    for (String source : sources) {
      List<TimeRange> ranges = input.facts().delivered().getOrDefault(source, List.of());
      if (ranges.isEmpty()) {
        missing.add(source + " has delivered nothing");
      } else {
        firstDayWithout(input.period(), ranges)
            .ifPresent(day -> missing.add(source + " lacks " + day));
      }
    }
    if (sources.isEmpty()) {
      return new Finding(false, "no source has delivered a bill");
    }
    return missing.isEmpty()
        ? new Finding(true, "delivered for every day: " + String.join(", ", sources))
        : new Finding(false, String.join("; ", missing));
  }

  /** The first UTC day of the period that no range holds whole; ranges in order of their starts. */
  private static Optional<LocalDate> firstDayWithout(BookPeriod period, List<TimeRange> ranges) {
    Instant covered = start(period.firstDay());
    for (TimeRange range : ranges) {
      // A provider's day may begin some hours off UTC; what lacks less than a day lacks no
      // delivery.
      boolean reaches = range.start().isBefore(covered.plusSeconds(86_400));
      if (reaches && range.end().isAfter(covered)) {
        covered = range.end();
      }
    }
    LocalDate day = LocalDate.ofInstant(covered, ZoneOffset.UTC);
    return day.isBefore(period.endDay())
            && !covered.plusSeconds(86_400).isAfter(start(period.endDay()))
        ? Optional.of(day)
        : Optional.empty();
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static Finding allocation(PeriodFacts facts) {
    long waiting = facts.bridge().waitingDeliveries();
    return waiting == 0
        ? new Finding(true, "no delivery waits")
        : new Finding(false, waiting + " deliveries that came or went are still being allocated");
  }

  private static Finding invoices(PeriodFacts facts) {
    if (facts.bridge().ties().isEmpty()) {
      return new Finding(false, "not tied to an invoice: nothing is billed in the period");
    }
    List<String> open = new ArrayList<>();
    facts.bridge().ties().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(entry -> entry.getValue().status() != TieStatus.TIED)
        .forEach(
            entry ->
                open.add(
                    entry.getKey()
                        + " is "
                        + entry.getValue().status().words()
                        + entry.getValue().reason().map(reason -> ": " + reason).orElse("")));
    return open.isEmpty()
        ? new Finding(true, "every invoice ties to its charges")
        : new Finding(false, String.join("; ", open));
  }

  private static Finding bridge(PeriodFacts facts) {
    List<String> open = new ArrayList<>();
    for (Bridge bridge : facts.bridge().bridges()) {
      if (bridge.unexplained().isEmpty()) {
        open.add(
            "unexplained "
                + bridge.currency()
                + " is unknown: charges come without an amortised cost");
      } else if (!bridge.unexplained().get().isZero()) {
        open.add("unexplained is " + bridge.unexplained().get() + " " + bridge.currency());
      }
    }
    return open.isEmpty()
        ? new Finding(true, "unexplained is 0")
        : new Finding(false, String.join("; ", open));
  }

  private static Finding rejects(PeriodFacts facts) {
    if (facts.rejected().isEmpty()) {
      return new Finding(true, "no row was refused");
    }
    List<String> refused = new ArrayList<>();
    facts.rejected().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> refused.add(entry.getKey() + " " + entry.getValue()));
    return new Finding(false, "rows refused: " + String.join(", ", refused));
  }

  private static Finding telemetry(PeriodFacts facts) {
    return facts
        .telemetryCoverage()
        .map(
            ratio ->
                new Finding(
                    ratio.compareTo(COVERAGE_GOAL) >= 0,
                    "telemetry coverage "
                        + ratio.movePointRight(2).setScale(1, RoundingMode.DOWN).toPlainString()
                        + " %"))
        .orElse(new Finding(true, "no GPU time stands behind the money"));
  }
}
