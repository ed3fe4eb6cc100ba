package io.gpuledger.cost.close;

import io.gpuledger.cost.currency.RealisedDifference;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.problem.RefusedException;
import java.time.LocalDate;
import java.util.Optional;

/** Entries for what turned out otherwise: corrections of closed periods and moved rates. */
public final class DifferenceJournal {
  private DifferenceJournal() {}

  /**
   * The entry of a correction, in the period that bears it.
   *
   * @param expense where the figure is borne
   * @param counter where the other side stands, such as the provider's liability
   */
  public static JournalEntry of(CorrectionLine line, GlAccount expense, GlAccount counter) {
    return JournalEntry.between(
        new JournalEntry.Head(
            JournalEntry.Kind.CORRECTION,
            line.bookedIn(),
            line.date(),
            "correction " + line.id() + " of " + line.corrects()),
        expense,
        counter,
        new Money(line.key().currency(), line.delta()));
  }

  /**
   * The entry of a realised difference; a gain stands on the other sides.
   *
   * @param reference the invoice and payment; unique in the period
   * @param booking the period of the payment, and its day there
   * @return empty where the rate had not moved
   */
  public static Optional<JournalEntry> of(
      RealisedDifference difference, String reference, Booking booking) {
    LocalDate paidOn = difference.payment().at().atZone(booking.period().zone()).toLocalDate();
    if (!booking.period().contains(paidOn)) {
      throw RefusedException.of(
          ProblemCode.TIME_OUT_OF_RANGE,
          "realised difference of " + reference,
          "period",
          "the payment of " + paidOn + " does not lie in " + booking.period());
    }
    return difference.difference().amount().isZero()
        ? Optional.empty()
        : Optional.of(
            JournalEntry.between(
                new JournalEntry.Head(
                    JournalEntry.Kind.REALISED_DIFFERENCE, booking.period(), paidOn, reference),
                booking.loss(),
                booking.payable(),
                difference.difference()));
  }

  /**
   * Where realised differences go.
   *
   * @param period that the payment lies in
   * @param loss what exchange rates cost or bring
   * @param payable where the invoice was owed
   */
  public record Booking(BookPeriod period, GlAccount loss, GlAccount payable) {}
}
