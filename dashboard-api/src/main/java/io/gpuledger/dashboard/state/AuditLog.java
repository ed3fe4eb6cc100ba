package io.gpuledger.dashboard.state;

import java.time.Clock;
import java.util.List;

/** Who wrote or exported what, and when. Entries are only ever added. */
public final class AuditLog {
  /** Longest detail kept, in characters. */
  static final int DETAIL_LIMIT = 2_000;

  private final StateStore store;
  private final Clock clock;

  public AuditLog(StateStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * One entry.
   *
   * @param at UTC instant as text
   * @param who the user
   * @param action a verb with its noun, e.g. {@code budget.update}
   * @param subject the id it was done to
   * @param detail what else is worth knowing; never a secret
   */
  public record Entry(String at, String who, String action, String subject, String detail) {}

  /** Adds an entry. */
  public void add(String who, String action, String subject, String detail) {
    String kept = detail.length() > DETAIL_LIMIT ? detail.substring(0, DETAIL_LIMIT) : detail;
    store.change(
        connection ->
            Rows.update(
                connection,
                "INSERT INTO audit (at, who, action, subject, detail) VALUES (?, ?, ?, ?, ?)",
                Rows.time(clock.instant()),
                who,
                action,
                subject,
                kept));
  }

  /** The newest entries, newest first. */
  public List<Entry> newest(int limit) {
    return store.transaction(
        connection ->
            Rows.list(
                connection,
                "SELECT at, who, action, subject, detail FROM audit ORDER BY audit_id DESC LIMIT ?",
                row ->
                    new Entry(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5)),
                limit));
  }
}
