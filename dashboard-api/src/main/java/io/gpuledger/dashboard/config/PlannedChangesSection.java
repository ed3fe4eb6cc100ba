package io.gpuledger.dashboard.config;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.forecast.budget.PlannedChange;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Reads {@code plannedChanges:}, starts and stops that forecasts of budgets take in. */
final class PlannedChangesSection {
  static final int LIMIT = 2_000;

  private static final String DATE = "a date such as 2026-12-01";

  /** A change that does not end; beyond every period that is forecast. */
  private static final LocalDate NEVER = LocalDate.of(2200, 1, 1);

  private PlannedChangesSection() {}

  static List<PlannedSpend> read(YamlMapping top) {
    List<Optional<PlannedSpend>> read =
        top.mappings("plannedChanges", PlannedChangesSection::change);
    if (read.size() > LIMIT) {
      top.fault("plannedChanges", read.size() + " entries, at most " + LIMIT + " are allowed");
    }
    return read.stream().flatMap(Optional::stream).toList();
  }

  private static Optional<PlannedSpend> change(YamlMapping item) {
    String budget = item.requiredText("budget");
    LocalDate from = item.required("from", LocalDate.EPOCH, DATE, LocalDate::parse);
    LocalDate until = item.optional("until", DATE, LocalDate::parse).orElse(NEVER);
    Amount perDay =
        item.required(
            "perDay",
            Amount.ZERO,
            "an amount a day such as \"1200\", below zero where something stops",
            PlannedChangesSection::amount);
    String owner = item.requiredText("owner");
    String note = item.text("note", "");
    if (!until.isAfter(from)) {
      item.fault("until", "must be later than \"from\"; it is the first day without the change");
      return Optional.empty();
    }
    return Optional.of(
        new PlannedSpend(budget, new PlannedChange(from, until, perDay, owner, note)));
  }

  private static Amount amount(String text) {
    Amount amount = Amount.of(new BigDecimal(text));
    if (amount.isZero() || amount.toBigDecimal().abs().compareTo(Amount.COST_LIMIT) >= 0) {
      throw new IllegalArgumentException(text);
    }
    return amount;
  }
}
