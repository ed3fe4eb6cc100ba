package io.gpuledger.dashboard.close;

import io.gpuledger.cost.close.AccrualItem;
import io.gpuledger.cost.close.AccrualRun;
import io.gpuledger.cost.close.BookPeriod;
import io.gpuledger.cost.close.CorrectionLine;
import io.gpuledger.cost.close.DifferenceJournal;
import io.gpuledger.cost.close.InvoiceDifferences;
import io.gpuledger.cost.close.JournalEntry;
import io.gpuledger.dashboard.config.CloseConfig;
import io.gpuledger.dashboard.query.PeriodFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a period brings into finance's ledger. Every entry balances for each entity and currency,
 * and its id follows from its content.
 *
 * @param period whose
 * @param asOf what was known then
 * @param closed whether the period is signed
 * @param entries accruals, their reversals in the next period, and corrections of earlier periods
 * @param notAccrued what has no estimate, named; it is not accrued as zero
 */
public record PeriodJournal(
    BookPeriod period,
    Instant asOf,
    boolean closed,
    List<JournalEntry> entries,
    List<String> notAccrued) {
  public PeriodJournal {
    entries = List.copyOf(entries);
    notAccrued = List.copyOf(notAccrued);
  }

  /**
   * What a journal is made of.
   *
   * @param next the period after, which bears the reversals
   * @param owed by source, account, cost centre and currency
   * @param corrections that the period bears, in all metrics
   * @param silent sources that delivered nothing for the period
   * @param differences of invoices, whenever they are paid
   */
  record Input(
      BookPeriod period,
      BookPeriod next,
      List<PeriodFacts.Owed> owed,
      List<CorrectionLine> corrections,
      List<String> silent,
      InvoiceDifferences differences) {}

  static PeriodJournal of(
      Input input, CloseConfig.Accounts accounts, Instant asOf, boolean closed) {
    List<AccrualItem> items = new ArrayList<>();
    for (PeriodFacts.Owed owed : input.owed()) {
      items.add(
          new AccrualItem(
              String.join(" / ", owed.source(), owed.account(), owed.costCenter(), owed.currency()),
              accounts.expenseOf(owed.costCenter()),
              accounts.accrued(),
              owed.currency(),
              Optional.of(owed.billed()),
              owed.onInvoice()));
    }
    AccrualRun run = AccrualRun.of(input.period(), input.next(), items);
    List<JournalEntry> entries = new ArrayList<>(run.entries());
    entries.addAll(run.reversals());
    for (CorrectionLine line : input.corrections()) {
      // The invoice is what the books owe; effective cost is its distribution over time.
      if ("billed".equals(line.key().groups().get("metric"))) {
        String costCenter = line.key().groups().getOrDefault("costCenter", "-");
        entries.add(DifferenceJournal.of(line, accounts.expenseOf(costCenter), accounts.owed()));
      }
    }
    List<String> notAccrued = new ArrayList<>(run.notAccrued());
    input
        .silent()
        .forEach(
            source ->
                notAccrued.add(
                    source + " has delivered nothing for the period, and nothing estimates it"));
    entries.addAll(realised(input, accounts));
    input.differences().unknown().stream()
        .filter(each -> each.at().filter(at -> paidIn(input.period(), at)).isPresent())
        .forEach(
            each ->
                notAccrued.add(
                    "the realised difference of invoice "
                        + each.invoice()
                        + " is not known: "
                        + each.reason()));
    return new PeriodJournal(input.period(), asOf, closed, entries, notAccrued);
  }

  /** Entries for the invoices that are paid in the period. */
  private static List<JournalEntry> realised(Input input, CloseConfig.Accounts accounts) {
    DifferenceJournal.Booking booking =
        new DifferenceJournal.Booking(input.period(), accounts.exchange(), accounts.owed());
    List<JournalEntry> entries = new ArrayList<>();
    for (InvoiceDifferences.Entry each : input.differences().entries()) {
      if (paidIn(input.period(), each.realised().payment().at())) {
        DifferenceJournal.of(each.realised(), "payment of invoice " + each.invoice(), booking)
            .ifPresent(entries::add);
      }
    }
    return entries;
  }

  private static boolean paidIn(BookPeriod period, Instant at) {
    return period.contains(at.atZone(period.zone()).toLocalDate());
  }
}
