package io.gpuledger.dashboard.ledger;

import io.gpuledger.cost.close.BookPeriod;
import io.gpuledger.cost.close.FigureSet;
import io.gpuledger.cost.close.PricedUsage;
import io.gpuledger.cost.commitment.PrepaidPosition;
import io.gpuledger.cost.commitment.SpendShortfall;
import io.gpuledger.cost.invoice.InvoiceTotal;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.close.CloseLedger;
import io.gpuledger.dashboard.query.CloseReader;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.PeriodFacts;
import io.gpuledger.dashboard.query.Snapshot;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What closing asks, from the ledger's tables. */
public final class SqlCloseLedger implements CloseLedger {
  private final LedgerReader reader;
  private final Supplier<Optional<Instant>> beside;

  /** A ledger without anything recorded beside it. */
  public SqlCloseLedger(LedgerReader reader) {
    this(reader, Optional::empty);
  }

  /**
   * A ledger.
   *
   * @param beside when the newest of what journals have from elsewhere was recorded: up to then an
   *     instant is one that the ledger knows, as it is for statements
   */
  public SqlCloseLedger(LedgerReader reader, Supplier<Optional<Instant>> beside) {
    this.reader = reader;
    this.beside = beside;
  }

  @Override
  public AsKnown at(Optional<Instant> asOf) {
    return new Bound(reader, reader.close(), reader.snapshot(asOf, beside.get()));
  }

  private record Bound(LedgerReader ledger, CloseReader reader, Snapshot seen) implements AsKnown {
    private static TimeRange days(BookPeriod period) {
      return new TimeRange(
          period.firstDay().atStartOfDay(ZoneOffset.UTC).toInstant(),
          period.endDay().atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    @Override
    public Instant asOf() {
      return seen.asOf();
    }

    @Override
    public Optional<LocalDate> firstDay() {
      return reader.firstDay(seen);
    }

    @Override
    public FigureSet figures(BookPeriod period) {
      return reader.figures(days(period), seen);
    }

    @Override
    public PeriodFacts facts(BookPeriod period) {
      return reader.facts(period.name(), days(period), seen);
    }

    @Override
    public List<String> sources(BookPeriod period) {
      return reader.sources(days(period), seen);
    }

    @Override
    public Map<String, List<PricedUsage>> usage(BookPeriod period) {
      return reader.usage(days(period), seen);
    }

    @Override
    public List<PeriodFacts.Owed> owed(BookPeriod period) {
      return reader.owed(days(period), seen);
    }

    @Override
    public List<PeriodFacts.Invoiced> invoiced(BookPeriod period) {
      return reader.invoiced(days(period), seen);
    }

    @Override
    public List<InvoiceTotal> invoices(BookPeriod period) {
      return reader.invoices(days(period), seen);
    }

    @Override
    public List<PeriodFacts.Redelivery> deliveriesAfter(BookPeriod period, Instant after) {
      return reader.deliveriesAfter(days(period), after, seen);
    }

    @Override
    public List<PrepaidPosition> prepaid() {
      return ledger.prepaidPositions(seen);
    }

    @Override
    public List<SpendShortfall> shortfalls(BookPeriod period) {
      return ledger.spendShortfalls(days(period), seen);
    }

    @Override
    public List<SpendShortfall> endedShortfalls(BookPeriod period) {
      return ledger.endedSpendShortfalls(days(period), seen);
    }

    @Override
    public Map<String, Object> snapshot() {
      return LedgerReader.fields(seen);
    }
  }
}
