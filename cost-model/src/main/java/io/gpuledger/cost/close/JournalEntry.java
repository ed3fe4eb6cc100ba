package io.gpuledger.cost.close;

import io.gpuledger.cost.identity.ContentId;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A balanced entry for finance's ledger. Its id follows from its content, so that exporting the
 * same entry again books nothing twice.
 *
 * @param kind what it is
 * @param period of own books
 * @param date within the period
 * @param reference what it is about, unique among entries of its kind and period
 * @param lines two or more; debits equal credits for each entity and currency, exactly
 */
public record JournalEntry(
    Kind kind, BookPeriod period, LocalDate date, String reference, List<JournalLine> lines) {
  public JournalEntry {
    lines = List.copyOf(lines);
    Faults faults =
        Faults.of("journal entry " + reference)
            .text(reference, "reference")
            .check(
                lines.size() >= 2, ProblemCode.MISSING_VALUE, "lines", "has fewer than two lines")
            .check(
                period.contains(date),
                ProblemCode.TIME_OUT_OF_RANGE,
                "date",
                date + " does not lie in " + period);
    Map<String, Amount> balance = new TreeMap<>();
    for (JournalLine line : lines) {
      balance.merge(
          line.account().entity() + " in " + line.amount().currency(), line.signed(), Amount::plus);
    }
    balance.forEach(
        (where, difference) ->
            faults.check(
                difference.isZero(),
                ProblemCode.NOT_ALLOWED_VALUE,
                "lines",
                "debits less credits of " + where + " are " + difference));
    faults.orRefuse();
  }

  /** What an entry is. */
  public enum Kind {
    ACCRUAL,
    ACCRUAL_REVERSAL,
    PREPAID,
    CORRECTION,
    REALISED_DIFFERENCE
  }

  /**
   * All of an entry but its lines.
   *
   * @param kind what it is
   * @param period of own books
   * @param date within the period
   * @param reference what it is about
   */
  public record Head(Kind kind, BookPeriod period, LocalDate date, String reference) {}

  /**
   * An entry of two lines.
   *
   * @param amount of any sign but zero; below zero the sides are swapped
   */
  public static JournalEntry between(Head head, GlAccount debit, GlAccount credit, Money amount) {
    return new JournalEntry(
        head.kind(),
        head.period(),
        head.date(),
        head.reference(),
        List.of(JournalLine.debit(debit, amount), JournalLine.credit(credit, amount)));
  }

  /** Equal for equal entries, in whatever order their lines stand. */
  public String id() {
    List<String> fields = new ArrayList<>();
    fields.add(kind.name());
    fields.add(period.name());
    fields.add(date.toString());
    fields.add(reference);
    fields.addAll(lines.stream().map(JournalLine::text).sorted().toList());
    return ContentId.of(fields);
  }

  /** The entry that undoes this one on the first day of the next period. */
  public JournalEntry reversedIn(BookPeriod next) {
    Faults.of("reversal of " + reference)
        .check(
            next.firstDay().equals(period.endDay()),
            ProblemCode.NOT_ALLOWED_VALUE,
            "period",
            next + " does not follow " + period)
        .orRefuse();
    return new JournalEntry(
        Kind.ACCRUAL_REVERSAL,
        next,
        next.firstDay(),
        reference + ", reversal of " + id(),
        lines.stream().map(JournalLine::reversed).toList());
  }
}
