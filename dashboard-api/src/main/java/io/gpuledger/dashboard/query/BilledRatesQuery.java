package io.gpuledger.dashboard.query;

import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.price.BilledRate;
import io.gpuledger.cost.price.DeviceFamily;
import io.gpuledger.cost.price.RateOrigin;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What bills came to for an hour of a GPU, by day. Lines of accelerators count, with what credits
 * and taxes change of them; what nobody used of a commitment does not. A machine counts whole, also
 * where allocation has divided it among its GPUs, processors and memory. Spellings of one model are
 * one family.
 */
final class BilledRatesQuery {
  /** Most rows read for one answer. */
  static final int ROWS_LIMIT = 200_000;

  private static final BigDecimal NANOS_PER_HOUR = BigDecimal.valueOf(3_600_000_000_000L);
  private static final int HOUR_DIGITS = 6;

  private final Answers answers;

  BilledRatesQuery(Answers answers) {
    this.answers = answers;
  }

  /**
   * Which rows are asked for.
   *
   * @param model a family, or a name of one
   */
  record Wanted(
      TimeRange range, Optional<String> source, Optional<String> model, int limit, int offset) {}

  private record Key(
      String day,
      String source,
      String account,
      String provider,
      String region,
      String model,
      String currency) {}

  private record Sum(Amount effective, BigInteger nanos, long absent) {
    Sum plus(Sum other) {
      return new Sum(
          effective.plus(other.effective), nanos.add(other.nanos), absent + other.absent);
    }

    Sum plus(Amount more) {
      return new Sum(effective.plus(more), nanos, absent);
    }
  }

  /**
   * The answer.
   *
   * @param now what each model in inventory costs now
   */
  Map<String, Object> list(Wanted wanted, List<RatesNowQuery.Priced> now, Snapshot snapshot) {
    Map<Key, Sum> sums = sums(wanted, snapshot);
    List<Map<String, Object>> rows = new ArrayList<>();
    TreeSet<String> unpriced = new TreeSet<>();
    TreeSet<String> priced = new TreeSet<>();
    int at = 0;
    for (Map.Entry<Key, Sum> entry : sums.entrySet()) {
      Optional<Money> rate = rate(entry.getKey(), entry.getValue());
      (rate.isPresent() ? priced : unpriced).add(entry.getKey().model());
      if (at >= wanted.offset() && rows.size() < wanted.limit()) {
        rows.add(row(entry.getKey(), entry.getValue(), rate));
      }
      at++;
    }
    unpriced.removeAll(priced);
    unpriced.addAll(RatesNowQuery.unpriced(now));
    return Answers.fields(
        "rows", rows,
        "totalRows", sums.size(),
        "now", now.stream().map(RatesNowQuery::row).toList(),
        "unpriced", new ArrayList<>(unpriced),
        "snapshot", CostView.snapshotFields(snapshot));
  }

  /** The billed rates of whole UTC days. */
  List<BilledRate> find(TimeRange range, Snapshot snapshot) {
    List<BilledRate> rates = new ArrayList<>();
    sums(new Wanted(range, Optional.empty(), Optional.empty(), 0, 0), snapshot)
        .forEach(
            (key, sum) -> {
              if (sum.absent() == 0) {
                rates.add(billed(key, sum));
              }
            });
    return rates;
  }

  private Map<Key, Sum> sums(Wanted wanted, Snapshot snapshot) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT toString(day) AS d, toString(source) AS s, toString(account) AS a,")
        .add(" toString(provider) AS p, toString(region) AS r, toString(device_model) AS m,")
        .add(" toString(currency) AS c, sum(toDecimal256(effective_cost, 18)),")
        .add(" sum(toInt128(device_nanos)), sum(effective_absent)");
    SnapshotSql.from(out, "cost_daily_as_of", snapshot).add(" WHERE ");
    SnapshotSql.within(out, "toDateTime64(day, 6, 'UTC')", wanted.range())
        .add(" AND basis = 'from_bill' AND state NOT IN ('not_gpu', 'unused_commitment')");
    wanted.source().ifPresent(name -> out.add(" AND source = ").bind("String", name));
    out.add(" GROUP BY d, s, a, p, r, m, c ORDER BY d DESC, s, a, m, r, c, p LIMIT ")
        .bind("UInt32", String.valueOf(ROWS_LIMIT));
    Optional<String> family = wanted.model().map(DeviceFamily::of);
    Map<Key, Sum> sums = new LinkedHashMap<>();
    for (List<String> row : answers.rows(out.build())) {
      String model = MachinePartsQuery.family(row.get(5));
      if (family.isEmpty() || family.get().equals(model)) {
        Key key =
            new Key(row.get(0), row.get(1), row.get(2), row.get(3), row.get(4), model, row.get(6));
        Sum sum =
            new Sum(
                Amount.parse(row.get(7)), new BigInteger(row.get(8)), Long.parseLong(row.get(9)));
        sums.merge(key, sum, Sum::plus);
      }
    }
    for (MachinePartsQuery.Part part :
        new MachinePartsQuery(answers).find(wanted.range(), wanted.source(), snapshot)) {
      sums.computeIfPresent(keyOf(part), (key, sum) -> sum.plus(part.effective()));
    }
    return sums;
  }

  private static Key keyOf(MachinePartsQuery.Part part) {
    return new Key(
        part.day(),
        part.source(),
        part.account(),
        part.provider(),
        part.region(),
        part.family(),
        part.currency());
  }

  /** Empty where the bill leaves the cost out or pays for no device-time: never zero. */
  private static Optional<Money> rate(Key key, Sum sum) {
    if (sum.absent() > 0) {
      return Optional.empty();
    }
    return billed(key, sum).perDeviceHour();
  }

  private static BilledRate billed(Key key, Sum sum) {
    return new BilledRate(
        key.source(),
        key.account(),
        key.region().equals(GroupKey.MISSING) ? "" : key.region(),
        key.model(),
        LocalDate.parse(key.day()),
        new Money(key.currency(), sum.effective()),
        sum.nanos());
  }

  private static Map<String, Object> row(Key key, Sum sum, Optional<Money> rate) {
    RateOrigin origin = rate.isPresent() ? RateOrigin.FROM_BILL : RateOrigin.UNPRICED;
    return Answers.fields(
        "day", key.day(),
        "source", key.source(),
        "account", key.account(),
        "provider", key.provider(),
        "region", key.region().equals(GroupKey.MISSING) ? null : key.region(),
        "model", key.model(),
        "currency", key.currency(),
        "effective", sum.absent() > 0 ? null : sum.effective().toString(),
        "deviceHours", hours(sum.nanos()),
        "perDeviceHour", rate.map(money -> money.amount().toString()).orElse(null),
        "origin", origin.text(),
        "because", because(sum));
  }

  private static @Nullable String because(Sum sum) {
    if (sum.absent() > 0) {
      return sum.absent() + " lines of the bill have no amortised cost";
    }
    if (sum.nanos().signum() <= 0) {
      return "the bill does not say how much device-time it pays for, and telemetry saw none";
    }
    return sum.effective().signum() < 0 ? "the bill takes back more than it asks for" : null;
  }

  private static String hours(BigInteger nanos) {
    BigDecimal hours =
        new BigDecimal(nanos).divide(NANOS_PER_HOUR, HOUR_DIGITS, RoundingMode.HALF_UP);
    return hours.signum() == 0 ? "0" : hours.stripTrailingZeros().toPlainString();
  }
}
