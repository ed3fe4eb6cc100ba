package io.gpuledger.dashboard.dispute;

import io.gpuledger.cost.chargeback.Party;
import io.gpuledger.cost.close.BookPeriod;
import io.gpuledger.cost.close.CorrectionLine;
import io.gpuledger.cost.close.Corrections;
import io.gpuledger.cost.close.Dispute;
import io.gpuledger.cost.close.FigureKey;
import io.gpuledger.cost.money.Amount;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A dispute with the line that it is of.
 *
 * @param line what is disputed
 * @param dispute where it stands
 * @param decision of a granted one
 */
record StoredDispute(Line line, Dispute dispute, Optional<Decision> decision) {
  /**
   * A line of a statement.
   *
   * @param period calendar month
   * @param metric the cost that the statement is of
   */
  record Line(YearMonth period, String metric, Party party, String currency, String component) {
    FigureKey key() {
      return keyOf(party);
    }

    FigureKey keyOf(Party bearer) {
      return FigureKey.of(
          Map.of(
              "metric",
              metric,
              "team",
              bearer.team(),
              "costCenter",
              bearer.costCenter(),
              "component",
              component),
          currency);
    }

    BookPeriod statement() {
      return month(period);
    }
  }

  /**
   * What was decided.
   *
   * @param bearer who bears the amount instead
   * @param bookedIn the month whose statement shows it
   */
  record Decision(Party bearer, YearMonth bookedIn, Instant at) {}

  static BookPeriod month(YearMonth month) {
    return new BookPeriod(
        month.getYear(),
        month.getMonthValue(),
        month.atDay(1),
        month.plusMonths(1).atDay(1),
        ZoneOffset.UTC);
  }

  /** What a granted dispute moves: away from the line and onto the bearer, together zero. */
  List<CorrectionLine> corrections() {
    return decision
        .map(
            of -> {
              BookPeriod open = month(of.bookedIn());
              return dispute.corrections(
                  line.keyOf(of.bearer()),
                  new Corrections.Booking(line.statement(), open, open.firstDay()));
            })
        .orElse(List.of());
  }

  Amount granted() {
    return dispute.granted().orElse(Amount.ZERO);
  }
}
