package io.gpuledger.cost.close;

import io.gpuledger.cost.problem.Faults;
import java.time.Instant;
import java.util.Optional;

/**
 * A thing to be done before a period closes.
 *
 * @param id unique in the list
 * @param title what is to be done
 * @param required whether the period cannot be submitted without it
 * @param tick who has done it; empty while it is open
 */
public record ChecklistItem(String id, String title, boolean required, Optional<Tick> tick) {
  public ChecklistItem {
    Faults.of("checklist item " + id).text(id, "id").text(title, "title").orRefuse();
  }

  /**
   * The word that something is done.
   *
   * @param by who says so
   * @param at when
   * @param note what there is to say, may be empty
   */
  public record Tick(String by, Instant at, String note) {}

  /** An item that nobody has done yet. */
  public static ChecklistItem required(String id, String title) {
    return new ChecklistItem(id, title, true, Optional.empty());
  }

  /** An item that may stay open. */
  public static ChecklistItem optional(String id, String title) {
    return new ChecklistItem(id, title, false, Optional.empty());
  }

  ChecklistItem with(Optional<Tick> changed) {
    return new ChecklistItem(id, title, required, changed);
  }
}
