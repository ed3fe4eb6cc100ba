package io.gpuledger.dashboard.report;

import io.gpuledger.cost.commitment.MakeUpMonth;
import io.gpuledger.cost.commitment.TakeOrPayTerms;
import io.gpuledger.dashboard.document.Column;
import io.gpuledger.dashboard.document.ReportDocument.Row;
import io.gpuledger.dashboard.document.ReportDocument.Table;
import io.gpuledger.dashboard.query.CommitmentFigures;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;

/** The make-up rights of a month: opening + gained - used - expired = closing. */
final class MakeUpTable {
  private MakeUpTable() {}

  static Table of(CommitmentFigures figures) {
    List<Row> rows = new ArrayList<>();
    for (CommitmentFigures.Row row : figures.rows()) {
      row.statement().makeUp().ifPresent(of -> rows.add(row(row, of)));
    }
    return Table.listing(
        "Make-up rights of take-or-pay",
        List.of(
            Column.text("commitment", "Commitment"),
            Column.text("currency", "Currency"),
            Column.text("unit", "Unit"),
            Column.quantity("opening", "Opening"),
            Column.money("opening_cost", "Paid for it"),
            Column.quantity("gained", "Gained"),
            Column.money("gained_cost", "Paid for it"),
            Column.quantity("used", "Made up"),
            Column.money("used_cost", "Paid for it"),
            Column.money("due", "Due beyond that"),
            Column.quantity("expired", "Expired"),
            Column.money("expired_cost", "Lost with it"),
            Column.text("lapse", "Why"),
            Column.quantity("closing", "Closing"),
            Column.money("closing_cost", "Paid for it"),
            Column.text("next_expiry", "Next expiry")),
        rows);
  }

  private static Row row(CommitmentFigures.Row row, MakeUpMonth of) {
    return Row.of(
        List.of(
            row.id(),
            row.statement().currency(),
            unit(row),
            of.opening().quantity().toString(),
            of.opening().cost().toString(),
            of.gained().quantity().toString(),
            of.gained().cost().toString(),
            of.used().quantity().toString(),
            of.used().cost().toString(),
            of.due().toString(),
            of.expired().quantity().toString(),
            of.expired().cost().toString(),
            of.lapse().map(MakeUpMonth.Lapse::words).orElse(""),
            of.closing().quantity().toString(),
            of.closing().cost().toString(),
            of.nextExpiry().map(YearMonth::toString).orElse("")));
  }

  private static String unit(CommitmentFigures.Row row) {
    return row.entry()
        .map(entry -> entry.commitment().terms())
        .filter(TakeOrPayTerms.class::isInstance)
        .map(terms -> ((TakeOrPayTerms) terms).unit())
        .orElse("");
  }
}
