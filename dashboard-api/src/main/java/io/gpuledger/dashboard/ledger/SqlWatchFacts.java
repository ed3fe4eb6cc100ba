package io.gpuledger.dashboard.ledger;

import io.gpuledger.cost.commitment.BurnDown;
import io.gpuledger.cost.commitment.CommitmentEntry;
import io.gpuledger.cost.commitment.CommitmentStatement;
import io.gpuledger.cost.invoice.TieOut;
import io.gpuledger.cost.invoice.TieStatus;
import io.gpuledger.cost.money.Fraction;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.query.CommitmentFigures;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.Snapshot;
import io.gpuledger.dashboard.watch.WatchFacts;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What watches ask of the ledger, by what it answers to the API. */
public final class SqlWatchFacts implements WatchFacts {
  /** Deliveries that are looked at for refused rows. */
  private static final int DELIVERIES = 1_000;

  /** Refused rows of older deliveries are no news. */
  private static final Duration LATELY = Duration.ofDays(7);

  /** Telemetry that fails is an outage once nothing came for this long. */
  private static final Duration OUTAGE = Duration.ofMinutes(2);

  private final LedgerReader reader;
  private final Clock clock;

  public SqlWatchFacts(LedgerReader reader, Clock clock) {
    this.reader = reader;
    this.clock = clock;
  }

  @Override
  public AsKnown now() {
    return new Bound(reader, reader.snapshot(Optional.empty()), clock);
  }

  private record Bound(LedgerReader reader, Snapshot seen, Clock clock) implements AsKnown {
    @Override
    public List<Source> sources() {
      List<Source> sources = new ArrayList<>();
      for (Map<String, Object> row : rows(reader.sources(seen))) {
        Map<?, ?> targets = row.get("targets") instanceof Map<?, ?> map ? map : Map.of();
        int up = number(targets.get("up"));
        int down = number(targets.get("down"));
        Optional<Instant> last = instant(row.get("lastReceivedAt"));
        String state = text(row.get("state"));
        // While any target answers the source delivers; what the others leave out is coverage.
        boolean failing =
            state.equals("failing")
                && up == 0
                && last.filter(at -> at.isAfter(clock.instant().minus(OUTAGE))).isEmpty();
        sources.add(
            new Source(
                text(row.get("name")),
                text(row.get("kind")),
                state.equals("stale") || failing,
                last,
                text(row.get("error")),
                down,
                up + down));
      }
      return sources;
    }

    @Override
    public Optional<BigDecimal> telemetryCoverage() {
      return reader.telemetryCoverage(seen, AccessScope.EVERYTHING);
    }

    @Override
    public List<Unpriced> unpriced() {
      Map<String, Object> status = reader.status(seen, AccessScope.EVERYTHING);
      List<Unpriced> unpriced = new ArrayList<>();
      if (status.get("unpriced") instanceof List<?> models) {
        models.forEach(
            model -> unpriced.add(new Unpriced(text(model), "measured hours without a rate")));
      }
      if (status.get("unknownAccelerators") instanceof List<?> skus) {
        for (Object each : skus) {
          if (each instanceof Map<?, ?> sku) {
            String name = text(sku.get("sku"));
            unpriced.add(
                new Unpriced(
                    "SKU " + (name.isEmpty() ? "without a name" : name),
                    text(sku.get("charges"))
                        + " charges of which nobody knows whether they are GPUs"));
          }
        }
      }
      return unpriced;
    }

    @Override
    public List<Refused> refused() {
      Map<String, List<Map<String, Object>>> bySource = new HashMap<>();
      for (Map<String, Object> row :
          rows(reader.deliveries(Optional.empty(), DELIVERIES, 0, seen))) {
        bySource.computeIfAbsent(text(row.get("source")), none -> new ArrayList<>()).add(row);
      }
      Instant since = clock.instant().minus(LATELY);
      List<Refused> refused = new ArrayList<>();
      bySource.forEach(
          (source, newestFirst) -> {
            for (int i = 0; i < newestFirst.size(); i++) {
              Map<String, Object> row = newestFirst.get(i);
              Optional<Instant> at = instant(row.get("recordedAt"));
              if (Boolean.TRUE.equals(row.get("inForce"))
                  && number(row.get("rowsRejected")) > 0
                  && at.filter(since::isBefore).isPresent()) {
                Optional<Map<String, Object>> before =
                    i + 1 < newestFirst.size()
                        ? Optional.of(newestFirst.get(i + 1))
                        : Optional.empty();
                refused.add(refused(source, row, before, at.get()));
              }
            }
          });
      return refused;
    }

    private static Refused refused(
        String source, Map<String, Object> row, Optional<Map<String, Object>> before, Instant at) {
      Map<?, ?> scope = row.get("scope") instanceof Map<?, ?> map ? map : Map.of();
      return new Refused(
          text(row.get("deliveryId")),
          source,
          (text(scope.get("account")) + " " + text(scope.get("start"))).strip(),
          number(row.get("rowsRejected")),
          number(row.get("rowsRead")),
          before.map(older -> (long) number(older.get("rowsRejected"))),
          before.map(older -> (long) number(older.get("rowsRead"))).orElse(0L),
          "",
          at);
    }

    @Override
    public List<Invoice> invoices(YearMonth month) {
      return reader.invoices(month, Optional.empty(), seen).tieOuts().stream()
          .map(tie -> invoice(tie, month))
          .toList();
    }

    private static Invoice invoice(TieOut tie, YearMonth month) {
      String mismatch =
          switch (tie.status()) {
            case NOT_TIED, INVOICE_WITHOUT_CHARGES -> tie.status().words();
            case TIED, NO_INDEPENDENT_TOTAL, NOT_ISSUED -> "";
          };
      return new Invoice(
          tie.key().issuer(),
          tie.key().invoiceId(),
          tie.key().currency(),
          month,
          tie.status() == TieStatus.TIED || !mismatch.isEmpty(),
          tie.total().map(total -> total.payable()),
          tie.difference(),
          mismatch);
    }

    @Override
    public List<Commitment> commitments(YearMonth month) {
      CommitmentFigures figures = reader.commitments(month, seen);
      return figures.rows().stream().map(row -> commitment(row, figures)).toList();
    }

    private static Commitment commitment(CommitmentFigures.Row row, CommitmentFigures figures) {
      CommitmentStatement statement = row.statement();
      Instant start = figures.period().atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
      Duration elapsed = Duration.between(start, figures.asOf());
      Optional<Money> perHour =
          elapsed.isZero()
              ? Optional.empty()
              : statement
                  .amortised()
                  .map(
                      amount ->
                          new Money(
                              statement.currency(),
                              Fraction.times(
                                  amount,
                                  BigInteger.valueOf(Duration.ofHours(1).toNanos()),
                                  BigInteger.valueOf(elapsed.toNanos()),
                                  Rounding.SPLIT)));
      return new Commitment(
          row.provider(),
          row.id(),
          statement.currency(),
          row.entry()
              .map(entry -> entry.commitment().end())
              .or(() -> row.described().flatMap(of -> instant(of.end()))),
          row.entry()
              .map(CommitmentEntry::commitment)
              .map(commitment -> commitment.parties().unusedOwner())
              .orElse(""),
          statement.utilisation().map(ratio -> ratio.displayed(6)),
          statement.unused(),
          perHour,
          statement.burnDown().flatMap(BurnDown::projectedShortfall),
          statement.burnDown().map(burn -> burn.target().period().end()));
    }
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> rows(Map<String, Object> answer) {
    return answer.get("rows") instanceof List<?> rows
        ? (List<Map<String, Object>>) rows
        : List.of();
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  private static int number(@Nullable Object value) {
    return value instanceof Number number ? number.intValue() : 0;
  }

  private static Optional<Instant> instant(@Nullable Object value) {
    try {
      return value == null || value.toString().isEmpty()
          ? Optional.empty()
          : Optional.of(Instant.parse(value.toString()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
