package io.gpuledger.dashboard.dispute;

import io.gpuledger.cost.chargeback.Party;
import io.gpuledger.cost.close.Dispute;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.problem.RefusedException;
import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Disputes in operational state. */
public final class DisputeStore {
  private static final String COLUMNS =
      "dispute_id, period, metric, team, cost_center, currency, component, amount, state, granted,"
          + " bearer_team, bearer_cost_center, booked_in, decided_at";

  private final StateStore store;

  public DisputeStore(StateStore store) {
    this.store = store;
  }

  /**
   * Adds a dispute.
   *
   * @throws RefusedException if the line is in an open one already
   */
  void add(StoredDispute of) {
    store.change(
        connection -> {
          StoredDispute.Line line = of.line();
          boolean open =
              Rows.first(
                      connection,
                      "SELECT 1 FROM disputes WHERE period = ? AND metric = ? AND team = ? AND"
                          + " cost_center = ? AND currency = ? AND component = ? AND state ="
                          + " 'open'",
                      row -> true,
                      line.period().toString(),
                      line.metric(),
                      line.party().team(),
                      line.party().costCenter(),
                      line.currency(),
                      line.component())
                  .orElse(false);
          if (open) {
            throw RefusedException.of(
                ProblemCode.NOT_ALLOWED_VALUE,
                "dispute of " + line.component(),
                "component",
                "this line is in an open dispute already; reply to that");
          }
          Rows.update(
              connection,
              "INSERT INTO disputes (" + COLUMNS + ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
              of.dispute().id(),
              line.period().toString(),
              line.metric(),
              line.party().team(),
              line.party().costCenter(),
              line.currency(),
              line.component(),
              of.dispute().amount().toString(),
              of.dispute().state().text(),
              "",
              "",
              "",
              "",
              "");
          remark(connection, of.dispute(), 0);
        });
  }

  /**
   * Changes a dispute as it stands then: all of it, or nothing.
   *
   * @param step adds one remark
   * @return empty where there is no such dispute
   */
  Optional<StoredDispute> change(String id, UnaryOperator<StoredDispute> step) {
    return store.transaction(
        connection -> {
          Optional<StoredDispute> found =
              list(connection, " WHERE dispute_id = ?", id).stream().findFirst();
          if (found.isEmpty()) {
            return found;
          }
          StoredDispute next = step.apply(found.get());
          Rows.update(
              connection,
              "UPDATE disputes SET state = ?, granted = ?, bearer_team = ?, bearer_cost_center ="
                  + " ?, booked_in = ?, decided_at = ? WHERE dispute_id = ?",
              next.dispute().state().text(),
              next.dispute().granted().map(Amount::toString).orElse(""),
              next.decision().map(of -> of.bearer().team()).orElse(""),
              next.decision().map(of -> of.bearer().costCenter()).orElse(""),
              next.decision().map(of -> of.bookedIn().toString()).orElse(""),
              next.decision().map(of -> Rows.time(of.at())).orElse(""),
              id);
          remark(connection, next.dispute(), next.dispute().remarks().size() - 1);
          return Optional.of(next);
        });
  }

  private static void remark(Connection connection, Dispute of, int position) throws SQLException {
    Dispute.Remark remark = of.remarks().get(position);
    Rows.update(
        connection,
        "INSERT INTO dispute_remarks (dispute_id, position, who, at, text) VALUES (?, ?, ?, ?, ?)",
        of.id(),
        position,
        remark.by(),
        Rows.time(remark.at()),
        remark.text());
  }

  /** When the newest of all was decided; empty before the first. */
  Optional<Instant> newestDecision() {
    return all().stream()
        .flatMap(of -> of.decision().stream())
        .map(StoredDispute.Decision::at)
        .max(Comparator.naturalOrder());
  }

  /** All disputes, the newest first. */
  List<StoredDispute> all() {
    return store.transaction(connection -> list(connection, ""));
  }

  private static List<StoredDispute> list(Connection connection, String where, Object... values)
      throws SQLException {
    List<StoredDispute> list = new ArrayList<>();
    for (Raw raw :
        Rows.list(
            connection,
            "SELECT " + COLUMNS + " FROM disputes" + where + " ORDER BY rowid DESC",
            DisputeStore::raw,
            values)) {
      List<Dispute.Remark> remarks =
          Rows.list(
              connection,
              "SELECT who, at, text FROM dispute_remarks WHERE dispute_id = ? ORDER BY position",
              row ->
                  new Dispute.Remark(
                      row.getString(1), Instant.parse(row.getString(2)), row.getString(3)),
              raw.id());
      list.add(raw.stored(remarks));
    }
    return list;
  }

  private record Raw(
      String id,
      StoredDispute.Line line,
      Amount amount,
      String state,
      String granted,
      Optional<StoredDispute.Decision> decision) {
    StoredDispute stored(List<Dispute.Remark> remarks) {
      Dispute.State at = Dispute.State.OPEN;
      for (Dispute.State each : Dispute.State.values()) {
        at = each.text().equals(state) ? each : at;
      }
      return new StoredDispute(
          line,
          new Dispute(
              id,
              line.key(),
              line.statement(),
              amount,
              at,
              remarks,
              granted.isEmpty() ? Optional.empty() : Optional.of(Amount.parse(granted))),
          decision);
    }
  }

  private static Raw raw(ResultSet row) throws SQLException {
    return new Raw(
        row.getString(1),
        new StoredDispute.Line(
            YearMonth.parse(row.getString(2)),
            row.getString(3),
            new Party(row.getString(4), row.getString(5)),
            row.getString(6),
            row.getString(7)),
        Amount.parse(row.getString(8)),
        row.getString(9),
        row.getString(10),
        row.getString(13).isEmpty()
            ? Optional.empty()
            : Optional.of(
                new StoredDispute.Decision(
                    new Party(row.getString(11), row.getString(12)),
                    YearMonth.parse(row.getString(13)),
                    Instant.parse(row.getString(14)))));
  }
}
