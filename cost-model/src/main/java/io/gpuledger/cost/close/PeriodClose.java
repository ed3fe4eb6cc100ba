package io.gpuledger.cost.close;

import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The close of one period: open, in review, closed, reopened, and so on. Each step gives a new
 * value; a step that may not be taken is refused with the reason.
 *
 * @param period which
 * @param state where it stands
 * @param checklist what is to be done; begun anew when the period is reopened
 * @param history all steps, in order of time
 * @param signOff the newest sign-off; kept when the period is reopened, because what was signed
 *     stays readable
 */
public record PeriodClose(
    BookPeriod period,
    CloseState state,
    List<ChecklistItem> checklist,
    List<CloseEvent> history,
    Optional<SignOff> signOff) {
  /** Most steps of one close. */
  public static final int HISTORY_LIMIT = 1_000;

  public PeriodClose {
    checklist = List.copyOf(checklist);
    history = List.copyOf(history);
    Faults faults = Faults.of("close of " + period);
    Set<String> ids = new HashSet<>();
    for (ChecklistItem item : checklist) {
      faults.check(
          ids.add(item.id()),
          ProblemCode.NOT_ALLOWED_VALUE,
          "checklist",
          item.id() + " stands in it twice");
    }
    CloseState last = history.isEmpty() ? CloseState.OPEN : history.get(history.size() - 1).to();
    faults
        .check(
            state == last && (state != CloseState.CLOSED || signOff.isPresent()),
            ProblemCode.NOT_ALLOWED_VALUE,
            "state",
            state.text() + " does not follow from the history and sign-off")
        .check(
            history.size() <= HISTORY_LIMIT,
            ProblemCode.INPUT_TOO_LARGE,
            "history",
            "has more than " + HISTORY_LIMIT + " steps")
        .orRefuse();
  }

  /** The close of a period in which nothing has happened. */
  public static PeriodClose open(BookPeriod period, List<ChecklistItem> checklist) {
    return new PeriodClose(period, CloseState.OPEN, checklist, List.of(), Optional.empty());
  }

  /** Says that an item is done. */
  public PeriodClose tick(String itemId, String by, Instant at, String note) {
    return withTick(itemId, by, at, Optional.of(new ChecklistItem.Tick(by, at, note)));
  }

  /** Takes that back. */
  public PeriodClose untick(String itemId, String by, Instant at) {
    return withTick(itemId, by, at, Optional.empty());
  }

  private PeriodClose withTick(
      String itemId, String by, Instant at, Optional<ChecklistItem.Tick> tick) {
    step(by, at)
        .check(
            state.beingPrepared(),
            ProblemCode.NOT_ALLOWED_VALUE,
            "checklist",
            "does not change while the period is " + state.text())
        .check(
            checklist.stream().anyMatch(item -> item.id().equals(itemId)),
            ProblemCode.NOT_ALLOWED_VALUE,
            "checklist",
            "has no item " + itemId)
        .orRefuse();
    List<ChecklistItem> changed = new ArrayList<>(checklist);
    changed.replaceAll(item -> item.id().equals(itemId) ? item.with(tick) : item);
    return new PeriodClose(period, state, changed, history, signOff);
  }

  /**
   * Gives the period to review.
   *
   * @param preparer who stands for its figures
   */
  public PeriodClose submit(String preparer, Instant at) {
    Faults faults = step(preparer, at);
    mustBe(state.beingPrepared(), "submitted", faults);
    for (ChecklistItem item : checklist) {
      faults.check(
          !item.required() || item.tick().isPresent(),
          ProblemCode.MISSING_VALUE,
          "checklist",
          "'" + item.title() + "' is not done");
    }
    faults.orRefuse();
    return to(CloseState.IN_REVIEW, preparer, at, "", signOff);
  }

  /** Gives the period back to those who prepare it. */
  public PeriodClose sendBack(String by, Instant at, String reason) {
    Faults faults = step(by, at).text(reason, "reason");
    mustBe(state == CloseState.IN_REVIEW, "sent back", faults);
    faults.orRefuse();
    CloseState before = signOff.isPresent() ? CloseState.REOPENED : CloseState.OPEN;
    return to(before, by, at, reason, signOff);
  }

  /**
   * Closes the period.
   *
   * @param by another person than the preparer
   * @param asOf the instant as of which its figures are signed; not later than {@code at}
   */
  public PeriodClose signOff(String by, Instant at, Instant asOf) {
    Faults faults = step(by, at);
    mustBe(state == CloseState.IN_REVIEW, "signed off", faults);
    Optional<String> preparer = preparer();
    faults
        .check(
            preparer.isEmpty() || !samePerson(preparer.get(), by),
            ProblemCode.NOT_ALLOWED_VALUE,
            "by",
            by + " has prepared the period; another person must sign it")
        .check(
            !asOf.isAfter(at),
            ProblemCode.TIME_OUT_OF_RANGE,
            "asOf",
            asOf + " is after the sign-off at " + at)
        .orRefuse();
    SignOff signed = new SignOff(preparer.orElseThrow(), by, at, asOf);
    return to(CloseState.CLOSED, by, at, "", Optional.of(signed));
  }

  /** Opens a closed period again; its checklist begins anew. */
  public PeriodClose reopen(String by, Instant at, String reason) {
    Faults faults = step(by, at).text(reason, "reason");
    mustBe(state == CloseState.CLOSED, "reopened", faults);
    faults.orRefuse();
    List<ChecklistItem> anew = checklist.stream().map(item -> item.with(Optional.empty())).toList();
    return new PeriodClose(period, state, anew, history, signOff)
        .to(CloseState.REOPENED, by, at, reason, signOff);
  }

  /** Who submitted the period last. */
  public Optional<String> preparer() {
    for (int i = history.size() - 1; i >= 0; i--) {
      if (history.get(i).to() == CloseState.IN_REVIEW) {
        return Optional.of(history.get(i).by());
      }
    }
    return Optional.empty();
  }

  /** By which exchange rates are locked: of this period and this pass, such as FY2026-P10/1. */
  public String closeId() {
    long passes = history.stream().filter(event -> event.to() == CloseState.CLOSED).count();
    return period.name() + "/" + passes;
  }

  private void mustBe(boolean right, String verb, Faults faults) {
    faults.check(
        right,
        ProblemCode.NOT_ALLOWED_VALUE,
        "state",
        "a period that is " + state.text() + " cannot be " + verb);
  }

  private Faults step(String by, Instant at) {
    boolean later = history.isEmpty() || !at.isBefore(history.get(history.size() - 1).at());
    return Faults.of("close of " + period)
        .text(by, "by")
        .check(later, ProblemCode.TIME_OUT_OF_RANGE, "at", at + " is before the step before");
  }

  private PeriodClose to(
      CloseState next, String by, Instant at, String reason, Optional<SignOff> signed) {
    List<CloseEvent> more = new ArrayList<>(history);
    more.add(new CloseEvent(at, by, state, next, reason));
    return new PeriodClose(period, next, checklist, more, signed);
  }

  private static boolean samePerson(String one, String other) {
    return one.strip().toLowerCase(Locale.ROOT).equals(other.strip().toLowerCase(Locale.ROOT));
  }
}
