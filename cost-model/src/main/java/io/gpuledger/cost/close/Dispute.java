package io.gpuledger.cost.close;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A team's word that a line of its statement is not its own. The statement stands; what is granted
 * moves in the next one, to another key, so that no money comes or goes.
 *
 * @param id unique
 * @param line the disputed figure of the statement
 * @param statement the closed period that it stands in
 * @param amount the figure's amount
 * @param state where it stands
 * @param remarks what was said, in order of time; the first opens the dispute
 * @param granted what is moved away from the line; empty unless granted
 */
public record Dispute(
    String id,
    FigureKey line,
    BookPeriod statement,
    Amount amount,
    State state,
    List<Remark> remarks,
    Optional<Amount> granted) {
  /** Most remarks of one dispute. */
  public static final int REMARKS_LIMIT = 200;

  public Dispute {
    remarks = List.copyOf(remarks);
    Faults.of("dispute " + id)
        .text(id, "id")
        .check(
            !remarks.isEmpty() && remarks.size() <= REMARKS_LIMIT,
            ProblemCode.INPUT_TOO_LARGE,
            "remarks",
            remarks.size() + " remarks; there are 1 to " + REMARKS_LIMIT)
        .orRefuse();
  }

  /** Where a dispute stands. */
  public enum State {
    OPEN("open"),
    GRANTED("granted"),
    REJECTED("rejected"),
    WITHDRAWN("withdrawn");

    private final String text;

    State(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  /**
   * Something that was said.
   *
   * @param by who
   * @param at when
   * @param text what
   */
  public record Remark(String by, Instant at, String text) {
    public Remark {
      Faults.of("remark").text(by, "by").text(text, "text").orRefuse();
    }
  }

  /** A new dispute of a line. */
  public static Dispute open(
      String id, FigureKey line, BookPeriod statement, Amount amount, Remark reason) {
    return new Dispute(id, line, statement, amount, State.OPEN, List.of(reason), Optional.empty());
  }

  /** Adds to what was said, from either side. */
  public Dispute reply(Remark remark) {
    return to(State.OPEN, remark, Optional.empty());
  }

  /** Ends the dispute; the line stands. */
  public Dispute reject(Remark reason) {
    return to(State.REJECTED, reason, Optional.empty());
  }

  /** Ends the dispute by those who opened it. */
  public Dispute withdraw(Remark reason) {
    return to(State.WITHDRAWN, reason, Optional.empty());
  }

  /**
   * Grants the dispute.
   *
   * @param moved what the line should not have borne: of its sign, and no more than it
   */
  public Dispute grant(Remark reason, Amount moved) {
    boolean within =
        amount.signum() < 0
            ? moved.signum() < 0 && moved.compareTo(amount) >= 0
            : moved.signum() > 0 && moved.compareTo(amount) <= 0;
    Faults.of("dispute " + id)
        .check(
            within,
            ProblemCode.NOT_ALLOWED_VALUE,
            "moved",
            moved + " is no part of the line's " + amount)
        .orRefuse();
    return to(State.GRANTED, reason, Optional.of(moved));
  }

  private Dispute to(State next, Remark remark, Optional<Amount> moved) {
    Remark last = remarks.get(remarks.size() - 1);
    Faults.of("dispute " + id)
        .check(
            state == State.OPEN,
            ProblemCode.NOT_ALLOWED_VALUE,
            "state",
            "a dispute that is " + state.text() + " does not change")
        .check(
            !remark.at().isBefore(last.at()),
            ProblemCode.TIME_OUT_OF_RANGE,
            "at",
            remark.at() + " is before the remark before")
        .orRefuse();
    List<Remark> more = new ArrayList<>(remarks);
    more.add(remark);
    return new Dispute(id, line, statement, amount, next, more, moved);
  }

  /**
   * The corrections of a granted dispute in the next statement: away from the line and onto another
   * key, together zero. None unless it was granted.
   *
   * @param bearer who bears the amount instead, in the same currency
   * @param booking the statement's period as the closed one
   */
  public List<CorrectionLine> corrections(FigureKey bearer, Corrections.Booking booking) {
    Faults.of("dispute " + id)
        .check(
            bearer.currency().equals(line.currency()) && !bearer.equals(line),
            ProblemCode.NOT_ALLOWED_VALUE,
            "bearer",
            bearer + " is the line itself or of another currency")
        .check(
            booking.closed().equals(statement),
            ProblemCode.NOT_ALLOWED_VALUE,
            "booking",
            booking.closed() + " is not the statement's " + statement)
        .orRefuse();
    return granted
        .map(
            moved ->
                List.of(
                    correction(line, moved.negated(), booking), correction(bearer, moved, booking)))
        .orElse(List.of());
  }

  private static CorrectionLine correction(
      FigureKey key, Amount delta, Corrections.Booking booking) {
    return new CorrectionLine(key, booking.closed(), booking.open(), booking.date(), delta);
  }
}
