package io.gpuledger.dashboard.close;

import io.gpuledger.cost.close.AccrualItem;
import io.gpuledger.cost.close.AccrualRun;
import io.gpuledger.cost.close.BookPeriod;
import io.gpuledger.cost.close.CorrectionLine;
import io.gpuledger.cost.close.DifferenceJournal;
import io.gpuledger.cost.close.InvoiceDifferences;
import io.gpuledger.cost.close.JournalEntry;
import io.gpuledger.cost.close.PrepaidAccounts;
import io.gpuledger.cost.close.PrepaidJournal;
import io.gpuledger.cost.commitment.PrepaidPosition;
import io.gpuledger.cost.commitment.SpendShortfall;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.config.CloseConfig;
import io.gpuledger.dashboard.query.PeriodFacts;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a period brings into finance's ledger. Every entry balances for each entity and currency,
 * and its id follows from its content.
 *
 * @param period whose
 * @param next the period after, which bears the reversals
 * @param asOf what was known then
 * @param closed whether the period is signed
 * @param entries accruals, their reversals in the next period, and corrections of earlier periods
 * @param notAccrued what has no estimate, named; it is not accrued as zero
 */
public record PeriodJournal(
    BookPeriod period,
    BookPeriod next,
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
   * @param shortfalls of spend commitments, as far as they belong to the time up to its end
   * @param corrections of invoices that the period bears, as {@link InvoicedChange} has them
   * @param silent sources that delivered nothing for the period
   * @param differences of invoices, whenever they are paid
   * @param late what {@link LateDifferences} and {@link EndedShortfalls} name
   * @param prepaid what is paid ahead, over all time
   */
  record Input(
      BookPeriod period,
      BookPeriod next,
      List<PeriodFacts.Owed> owed,
      List<SpendShortfall> shortfalls,
      List<CorrectionLine> corrections,
      List<String> silent,
      InvoiceDifferences differences,
      List<String> late,
      List<PrepaidPosition> prepaid) {}

  static PeriodJournal of(
      Input input, CloseConfig.Accounts accounts, Instant asOf, boolean closed) {
    List<AccrualItem> items = new ArrayList<>();
    for (PeriodFacts.Owed owed : input.owed()) {
      items.add(
          new AccrualItem(
              key(owed.source(), owed.account(), owed.costCenter(), owed.currency()),
              accounts.expenseOf(owed.costCenter()),
              accounts.accrued(),
              owed.currency(),
              Optional.of(owed.billed()),
              owed.onInvoice()));
    }
    for (SpendShortfall shortfall : input.shortfalls()) {
      items.add(
          new AccrualItem(
              key(
                  "shortfall of a spend commitment",
                  shortfall.provider(),
                  shortfall.id(),
                  shortfall.currency()),
              accounts.expenseOf("-"),
              accounts.accrued(),
              shortfall.currency(),
              shortfall.toDate(),
              Amount.ZERO));
    }
    AccrualRun run = AccrualRun.of(input.period(), input.next(), items);
    List<JournalEntry> entries = new ArrayList<>(run.entries());
    entries.addAll(run.reversals());
    for (CorrectionLine line : input.corrections()) {
      String costCenter = line.key().groups().getOrDefault("costCenter", "-");
      entries.add(DifferenceJournal.of(line, accounts.expenseOf(costCenter), accounts.owed()));
    }
    entries.addAll(prepaid(input, accounts));
    List<String> notAccrued = new ArrayList<>(run.notAccrued());
    input
        .silent()
        .forEach(
            source ->
                notAccrued.add(
                    source + " has delivered nothing for the period, and nothing estimates it"));
    entries.addAll(realised(input, accounts));
    notAccrued.addAll(input.late());
    input.differences().unknown().stream()
        // Nobody knows in which period one without a date is paid: it may be this one.
        .filter(each -> each.at().map(at -> paidIn(input.period(), at)).orElse(true))
        .forEach(
            each ->
                notAccrued.add(
                    "the realised difference of invoice "
                        + each.invoice()
                        + " is not known: "
                        + each.reason()));
    return new PeriodJournal(input.period(), input.next(), asOf, closed, entries, notAccrued);
  }

  /**
   * The same with what granted disputes move: of each an entry of two lines, debit the cost centre
   * that bears it, credit the one that was charged. Its id follows from the dispute, so that it is
   * the same however often it is exported.
   */
  PeriodJournal plus(List<GrantedDisputes.Moved> disputes, CloseConfig.Accounts accounts) {
    List<JournalEntry> all = new ArrayList<>(entries);
    for (GrantedDisputes.Moved each : disputes) {
      all.add(
          JournalEntry.between(
              new JournalEntry.Head(
                  JournalEntry.Kind.CORRECTION, period, each.date(), each.reference()),
              accounts.expenseOf(each.to()),
              accounts.expenseOf(each.from()),
              each.amount()));
    }
    return new PeriodJournal(period, next, asOf, closed, all, notAccrued);
  }

  /** Names with a slash between them; other names never give the same text. */
  private static String key(String... names) {
    return Arrays.stream(names).map(PeriodJournal::quoted).collect(Collectors.joining(" / "));
  }

  /** The name as it is, or in quotes where it could be taken for two. */
  private static String quoted(String name) {
    boolean plain =
        !name.contains(" / ")
            && !name.contains("\"")
            && !name.startsWith("/ ")
            && !name.endsWith(" /")
            && !name.equals("/");
    return plain ? name : "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /** Entries for the invoices that are paid in the period. */
  private static List<JournalEntry> realised(Input input, CloseConfig.Accounts accounts) {
    DifferenceJournal.Booking booking =
        new DifferenceJournal.Booking(input.period(), accounts.exchange(), accounts.owed());
    List<JournalEntry> entries = new ArrayList<>();
    for (InvoiceDifferences.Entry each : input.differences().entries()) {
      if (paidIn(input.period(), each.realised().payment().at())) {
        DifferenceJournal.of(each.realised(), reference(each), booking).ifPresent(entries::add);
      }
    }
    return entries;
  }

  /** What an entry of an invoice's payment is called. */
  static String reference(InvoiceDifferences.Entry of) {
    return "payment of invoice " + of.invoice();
  }

  private static boolean paidIn(BookPeriod period, Instant at) {
    return period.contains(at.atZone(period.zone()).toLocalDate());
  }

  /** The period's dates are UTC days, as those of all its figures and of the roll-forward. */
  private static List<JournalEntry> prepaid(Input input, CloseConfig.Accounts accounts) {
    BookPeriod of = input.period();
    BookPeriod days =
        new BookPeriod(of.fiscalYear(), of.number(), of.firstDay(), of.endDay(), ZoneOffset.UTC);
    PrepaidAccounts booked = accounts.ofPrepaid();
    List<JournalEntry> entries = new ArrayList<>();
    for (PrepaidPosition position : input.prepaid()) {
      PrepaidJournal.purchase(position, days, booked.prepaid(), accounts.owed())
          .ifPresent(entries::add);
      PrepaidJournal.of(position, days, booked).ifPresent(entries::add);
    }
    return entries;
  }
}
