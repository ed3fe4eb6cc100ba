package io.gpuledger.ingest.delivery;

import com.google.protobuf.ByteString;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.charge.Scope;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.ingest.focus.ColumnValue;
import io.gpuledger.ingest.focus.FocusRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the delivery of a row by its account and period, opening it when it is met first. */
final class ScopeFinder {
  private static final long DAY_MICROS = 86_400_000_000L;

  private final Scope.Kind kind;
  private final Function<Scope, @Nullable ScopeDelivery> open;
  private final Map<Key, ScopeDelivery> found = new HashMap<>();
  private @Nullable ColumnValue lastAccount;
  private long lastStart;
  private long lastEnd;
  private @Nullable ScopeDelivery last;

  private record Key(ByteString account, long start, long end) {}

  /**
   * A finder that has found nothing yet.
   *
   * @param open opens the delivery of a scope; null where there may be no further one
   */
  ScopeFinder(Scope.Kind kind, Function<Scope, @Nullable ScopeDelivery> open) {
    this.kind = kind;
    this.open = open;
  }

  /** The delivery of a row, or null where its account or period is missing or cannot be opened. */
  @Nullable ScopeDelivery find(FocusRow row) {
    ColumnValue account = row.cell(FocusColumn.BILLING_ACCOUNT_ID);
    ColumnValue start = row.cell(FocusColumn.BILLING_PERIOD_START);
    ColumnValue end = row.cell(FocusColumn.BILLING_PERIOD_END);
    ColumnValue charge = row.cell(FocusColumn.CHARGE_PERIOD_START);
    boolean daily = kind == Scope.Kind.ACCOUNT_DAY;
    if (account == null || (daily ? charge == null : start == null || end == null)) {
      return null;
    }
    long from =
        daily && charge != null ? Math.floorDiv(charge.low(), DAY_MICROS) * DAY_MICROS : low(start);
    long to = daily ? from + DAY_MICROS : low(end);
    if (from >= to) {
      return null;
    }
    if (last != null && account.equals(lastAccount) && from == lastStart && to == lastEnd) {
      return last;
    }
    Key key = new Key(account.encoded(), from, to);
    ScopeDelivery delivery = found.get(key);
    if (delivery == null) {
      delivery = open(key);
      if (delivery == null) {
        return null;
      }
      found.put(key, delivery);
    }
    lastAccount = account;
    lastStart = from;
    lastEnd = to;
    last = delivery;
    return delivery;
  }

  private static long low(@Nullable ColumnValue cell) {
    return cell == null ? 0 : cell.low();
  }

  private @Nullable ScopeDelivery open(Key key) {
    String account = key.account().toStringUtf8();
    Instant start = Instant.EPOCH.plus(key.start(), ChronoUnit.MICROS);
    Instant end = Instant.EPOCH.plus(key.end(), ChronoUnit.MICROS);
    return open.apply(
        kind == Scope.Kind.ACCOUNT_DAY
            ? Scope.accountDay(account, start)
            : Scope.accountMonth(account, new TimeRange(start, end)));
  }
}
