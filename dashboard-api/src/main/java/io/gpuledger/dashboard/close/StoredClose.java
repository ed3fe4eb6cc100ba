package io.gpuledger.dashboard.close;

import io.gpuledger.cost.close.BookPeriod;
import io.gpuledger.cost.close.ChecklistItem;
import io.gpuledger.cost.close.CloseEvent;
import io.gpuledger.cost.close.CloseState;
import io.gpuledger.cost.close.PeriodClose;
import io.gpuledger.cost.close.SignOff;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The steps of one period that were taken so far.
 *
 * @param period with its days of then
 * @param steps in order, at least one where anything is stored
 */
record StoredClose(BookPeriod period, List<Step> steps) {
  StoredClose {
    steps = List.copyOf(steps);
  }

  /**
   * A step.
   *
   * @param id of its row
   * @param asOf what a sign-off signs
   */
  record Step(long id, CloseEvent event, Optional<Instant> asOf) {}

  static StoredClose none(BookPeriod period) {
    return new StoredClose(period, List.of());
  }

  CloseState state() {
    return steps.isEmpty() ? CloseState.OPEN : steps.get(steps.size() - 1).event().to();
  }

  /**
   * The close as of an instant: its steps up to the last one that was taken by then, or that signs
   * what was known by then.
   */
  StoredClose asOf(Instant instant) {
    for (int i = steps.size(); i > 0; i--) {
      Step step = steps.get(i - 1);
      if (!step.asOf().orElse(step.event().at()).isAfter(instant)) {
        return new StoredClose(period, steps.subList(0, i));
      }
    }
    return none(period);
  }

  /** The newest step into a state. */
  Optional<Step> newest(CloseState state) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (steps.get(i).event().to() == state) {
        return Optional.of(steps.get(i));
      }
    }
    return Optional.empty();
  }

  /** The newest sign-off with the one who prepared it. */
  Optional<SignOff> signOff() {
    String preparer = "";
    Optional<SignOff> newest = Optional.empty();
    for (Step step : steps) {
      if (step.event().to() == CloseState.IN_REVIEW) {
        preparer = step.event().by();
      } else if (step.event().to() == CloseState.CLOSED) {
        newest =
            Optional.of(
                new SignOff(
                    preparer, step.event().by(), step.event().at(), step.asOf().orElseThrow()));
      }
    }
    return newest;
  }

  /** The close as the rules take it. */
  PeriodClose toRule(List<ChecklistItem> checklist) {
    return new PeriodClose(
        period, state(), checklist, steps.stream().map(Step::event).toList(), signOff());
  }
}
