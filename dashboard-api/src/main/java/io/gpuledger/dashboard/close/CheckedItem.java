package io.gpuledger.dashboard.close;

import io.gpuledger.cost.close.ChecklistItem;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * An item of the checklist as the ledger finds it.
 *
 * @param id unique in the list
 * @param title what is to be so
 * @param required whether the period cannot be prepared without it
 * @param acknowledgeable whether somebody may stand for it with a note where it is not so
 * @param state whether it is so
 * @param reason what the ledger found
 * @param who acknowledged it, else empty
 * @param note what was said to that, else empty
 */
public record CheckedItem(
    String id,
    String title,
    boolean required,
    boolean acknowledgeable,
    State state,
    String reason,
    String who,
    String note) {

  /** Whether an item is done. */
  public enum State {
    DONE,
    ACKNOWLEDGED,
    OPEN;

    /** The word in the API. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State ofCode(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT));
    }
  }

  static CheckedItem of(String id, String title, boolean acknowledgeable, Finding finding) {
    return new CheckedItem(
        id,
        title,
        true,
        acknowledgeable,
        finding.done() ? State.DONE : State.OPEN,
        finding.reason(),
        "",
        "");
  }

  /** What the ledger finds of an item. */
  record Finding(boolean done, String reason) {}

  CheckedItem optional() {
    return new CheckedItem(id, title, false, acknowledgeable, state, reason, who, note);
  }

  /** The item with somebody's word; nothing changes where it is done or may not be acknowledged. */
  CheckedItem acknowledgedBy(String user, String words) {
    return state == State.OPEN && acknowledgeable
        ? new CheckedItem(id, title, required, true, State.ACKNOWLEDGED, reason, user, words)
        : this;
  }

  /** The item as the rules of closing take it. */
  ChecklistItem toRule(Instant at) {
    Optional<ChecklistItem.Tick> tick =
        switch (state) {
          case OPEN -> Optional.empty();
          case DONE -> Optional.of(new ChecklistItem.Tick("the ledger", at, reason));
          case ACKNOWLEDGED -> Optional.of(new ChecklistItem.Tick(who, at, note));
        };
    return new ChecklistItem(id, title + ": " + reason, required, tick);
  }
}
