package io.gpuledger.dashboard.close;

import io.gpuledger.cost.close.BookPeriod;
import io.gpuledger.cost.close.CloseState;
import io.gpuledger.cost.currency.CurrencyPair;
import io.gpuledger.cost.currency.ExchangeRate;
import io.gpuledger.cost.currency.ExchangeRateBook;
import io.gpuledger.cost.currency.RateDerivation;
import io.gpuledger.cost.currency.RateLock;
import io.gpuledger.cost.currency.RatePurpose;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The exchange rates that sign-offs locked, in operational state. */
public final class LockedRates {
  private final StateStore store;
  private final CloseStore closes;

  public LockedRates(StateStore store, CloseStore closes) {
    this.store = store;
    this.closes = closes;
  }

  /** The locks of the periods that are closed now; a reopened one has none. */
  public List<RateLock> all() {
    List<RateLock> locks = new ArrayList<>();
    for (StoredClose close : closes.all().values()) {
      of(close).ifPresent(locks::add);
    }
    return locks;
  }

  /** The lock of a period; empty where it is not closed or its sign-off locked nothing. */
  Optional<RateLock> of(StoredClose close) {
    if (close.state() != CloseState.CLOSED) {
      return Optional.empty();
    }
    StoredClose.Step signOff = close.newest(CloseState.CLOSED).orElseThrow();
    return store.transaction(
        connection -> {
          boolean locked =
              Rows.first(
                      connection,
                      "SELECT event_id FROM close_rate_locks WHERE event_id = ?",
                      row -> row.getLong(1),
                      signOff.id())
                  .isPresent();
          return locked
              ? Optional.of(
                  new RateLock(
                      days(close.period()),
                      ExchangeRateBook.of(
                          Rows.list(
                              connection,
                              "SELECT currency_from, currency_to, purpose, rate, valid_start,"
                                  + " valid_end, source FROM close_rates WHERE event_id = ?"
                                  + " ORDER BY rowid",
                              LockedRates::rate,
                              signOff.id()),
                          Rows.list(
                              connection,
                              "SELECT currency_from, currency_to, via FROM close_rate_derivations"
                                  + " WHERE event_id = ? ORDER BY rowid",
                              LockedRates::derivation,
                              signOff.id())),
                      close.period().name(),
                      signOff.event().at()))
              : Optional.<RateLock>empty();
        });
  }

  /** The UTC days of a period, as its figures go by them. */
  static TimeRange days(BookPeriod period) {
    return new TimeRange(start(period.firstDay()), start(period.endDay()));
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static ExchangeRate rate(ResultSet row) throws SQLException {
    return new ExchangeRate(
        new CurrencyPair(row.getString(1), row.getString(2)),
        RatePurpose.ofWord(row.getString(3)),
        Amount.parse(row.getString(4)),
        new TimeRange(Instant.parse(row.getString(5)), Instant.parse(row.getString(6))),
        row.getString(7));
  }

  private static RateDerivation derivation(ResultSet row) throws SQLException {
    CurrencyPair pair = new CurrencyPair(row.getString(1), row.getString(2));
    String via = row.getString(3);
    return via.isEmpty() ? new RateDerivation.Inverse(pair) : new RateDerivation.Cross(pair, via);
  }

  /** Stores what a sign-off locks, in its transaction. */
  static void store(Connection connection, long eventId, ExchangeRateBook rates)
      throws SQLException {
    Rows.update(connection, "INSERT INTO close_rate_locks (event_id) VALUES (?)", eventId);
    for (ExchangeRate rate : rates.rates()) {
      Rows.update(
          connection,
          "INSERT INTO close_rates (event_id, currency_from, currency_to, purpose, rate,"
              + " valid_start, valid_end, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
          eventId,
          rate.pair().from(),
          rate.pair().to(),
          rate.purpose().word(),
          rate.perUnit().toString(),
          rate.valid().start().toString(),
          rate.valid().end().toString(),
          rate.source());
    }
    for (RateDerivation derivation : rates.derivations()) {
      Rows.update(
          connection,
          "INSERT INTO close_rate_derivations (event_id, currency_from, currency_to, via)"
              + " VALUES (?, ?, ?, ?)",
          eventId,
          derivation.pair().from(),
          derivation.pair().to(),
          derivation instanceof RateDerivation.Cross cross ? cross.via() : "");
    }
  }
}
