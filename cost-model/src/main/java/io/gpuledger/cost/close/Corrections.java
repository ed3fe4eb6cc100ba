package io.gpuledger.cost.close;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** From a closed period that was rewritten to corrections in an open one. */
public final class Corrections {
  private Corrections() {}

  /**
   * Where corrections go.
   *
   * @param closed the period that was signed
   * @param open the period that bears its corrections; later
   * @param date their day within the open period
   */
  public record Booking(BookPeriod closed, BookPeriod open, LocalDate date) {
    public Booking {
      Faults.of("corrections of " + closed)
          .check(
              !open.firstDay().isBefore(closed.endDay()),
              ProblemCode.NOT_ALLOWED_VALUE,
              "open",
              open + " is not after " + closed)
          .check(
              open.contains(date),
              ProblemCode.TIME_OUT_OF_RANGE,
              "date",
              date + " does not lie in " + open)
          .orRefuse();
    }
  }

  /**
   * The corrections that are still to be booked: {@code rewritten - signed - booked}, for each
   * figure, where that is not zero. Afterwards signed and booked together are the rewritten figures
   * exactly, and asking again gives nothing.
   *
   * @param signed the figures of the sign-off
   * @param rewritten the same period's figures now
   * @param booked corrections of the closed period that stand already, in whatever period
   */
  public static List<CorrectionLine> of(
      FigureSet signed, FigureSet rewritten, List<CorrectionLine> booked, Booking booking) {
    SortedMap<FigureKey, Amount> open = new TreeMap<>();
    for (FigureChange change : FigureDiff.of(signed, rewritten).changes()) {
      open.merge(change.key(), change.delta(), Amount::plus);
    }
    for (CorrectionLine line : booked) {
      if (line.corrects().equals(booking.closed())) {
        open.merge(line.key(), line.delta().negated(), Amount::plus);
      }
    }
    List<CorrectionLine> lines = new ArrayList<>();
    open.forEach(
        (key, delta) -> {
          if (!delta.isZero()) {
            lines.add(
                new CorrectionLine(key, booking.closed(), booking.open(), booking.date(), delta));
          }
        });
    return List.copyOf(lines);
  }
}
