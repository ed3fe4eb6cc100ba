package io.gpuledger.dashboard.close;

import io.gpuledger.cost.close.BookPeriod;
import io.gpuledger.cost.close.FigureKey;
import io.gpuledger.cost.close.FigureSet;
import io.gpuledger.cost.close.PricedUsage;
import io.gpuledger.cost.commitment.PrepaidPosition;
import io.gpuledger.cost.commitment.SpendShortfall;
import io.gpuledger.cost.invoice.Bridge;
import io.gpuledger.cost.invoice.PeriodTie;
import io.gpuledger.cost.invoice.TieStatus;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.query.BridgeFigures;
import io.gpuledger.dashboard.query.PeriodFacts;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A ledger whose periods are rewritten at instants; it answers as it was known at each of them. */
public final class FakeCloseLedger implements CloseLedger {
  /** What a team bears of a source in a period, on an invoice or on none. */
  public record Cost(String source, String team, String billed, String invoice) {
    public Cost(String source, String team, String billed, boolean onInvoice) {
      this(source, team, billed, onInvoice ? "INV-1" : "");
    }

    boolean onInvoice() {
      return !invoice.isEmpty();
    }
  }

  private record Version(Map<String, List<Cost>> periods) {}

  private final TreeMap<Instant, Version> versions = new TreeMap<>();
  private final TreeMap<Instant, String> redelivered = new TreeMap<>();
  private Map<String, PeriodTie> ties =
      Map.of("USD", new PeriodTie(TieStatus.TIED, 1, 0, 0, 0, 0, 0));
  private Amount unexplained = Amount.ZERO;
  private Map<String, Long> rejected = Map.of();
  private long waiting;
  private List<PrepaidPosition> prepaid = List.of();
  private Map<String, List<SpendShortfall>> endedShortfalls = Map.of();

  /** Publishes the costs of a period, in place of those before. */
  public void publish(String at, String period, Cost... costs) {
    Map<String, List<Cost>> periods = new HashMap<>();
    if (!versions.isEmpty()) {
      periods.putAll(versions.lastEntry().getValue().periods());
    }
    periods.put(period, List.of(costs));
    versions.put(Instant.parse(at), new Version(periods));
    redelivered.put(Instant.parse(at), period);
  }

  public void tie(PeriodTie tie) {
    ties = Map.of("USD", tie);
  }

  public void unexplained(String amount) {
    unexplained = Amount.parse(amount);
  }

  public void rejected(String source, long rows) {
    rejected = rows == 0 ? Map.of() : Map.of(source, rows);
  }

  public void waiting(long deliveries) {
    waiting = deliveries;
  }

  public void prepaid(List<PrepaidPosition> positions) {
    prepaid = List.copyOf(positions);
  }

  public void endedShortfalls(String period, SpendShortfall... shortfalls) {
    endedShortfalls = Map.of(period, List.of(shortfalls));
  }

  @Override
  public AsKnown at(Optional<Instant> asOf) {
    Instant last = versions.isEmpty() ? Instant.EPOCH : versions.lastKey();
    Instant at = asOf.filter(wanted -> wanted.isBefore(last)).orElse(last);
    Map.Entry<Instant, Version> version = versions.floorEntry(at);
    return new Seen(at, version == null ? new Version(Map.of()) : version.getValue());
  }

  private final class Seen implements AsKnown {
    private final Instant at;
    private final Version version;

    Seen(Instant at, Version version) {
      this.at = at;
      this.version = version;
    }

    @Override
    public List<PrepaidPosition> prepaid() {
      return prepaid;
    }

    @Override
    public List<SpendShortfall> endedShortfalls(BookPeriod period) {
      return endedShortfalls.getOrDefault(period.name(), List.of());
    }

    private List<Cost> costs(BookPeriod period) {
      return version.periods().getOrDefault(period.name(), List.of());
    }

    @Override
    public Instant asOf() {
      return at;
    }

    @Override
    public Optional<LocalDate> firstDay() {
      return version.periods().isEmpty() ? Optional.empty() : Optional.of(LocalDate.of(2026, 9, 1));
    }

    @Override
    public FigureSet figures(BookPeriod period) {
      Map<FigureKey, Amount> figures = new HashMap<>();
      for (Cost cost : costs(period)) {
        for (String metric : List.of("billed", "effective")) {
          FigureKey key =
              FigureKey.of(
                  Map.of(
                      "metric",
                      metric,
                      "basis",
                      "from_bill",
                      "source",
                      cost.source(),
                      "account",
                      "a",
                      "team",
                      cost.team(),
                      "costCenter",
                      "cc-" + cost.team(),
                      "service",
                      "compute"),
                  "USD");
          figures.merge(key, Amount.parse(cost.billed()), Amount::plus);
        }
      }
      return FigureSet.of(at, figures);
    }

    @Override
    public PeriodFacts facts(BookPeriod period) {
      Map<String, List<TimeRange>> delivered = new TreeMap<>();
      for (String source : sources(period)) {
        delivered.put(
            source,
            List.of(
                new TimeRange(
                    period.firstDay().atStartOfDay(ZoneOffset.UTC).toInstant(),
                    period.endDay().atStartOfDay(ZoneOffset.UTC).toInstant())));
      }
      Amount total =
          costs(period).stream()
              .map(cost -> Amount.parse(cost.billed()))
              .reduce(unexplained, Amount::plus);
      Bridge bridge = Bridge.of("USD", List.of(), new Bridge.EffectiveTotal(unexplained, 0));
      return new PeriodFacts(
          new BridgeFigures(total.isZero() ? List.of() : List.of(bridge), ties, waiting),
          delivered,
          rejected,
          Optional.of(new BigDecimal("0.9")),
          0);
    }

    @Override
    public List<String> sources(BookPeriod period) {
      return costs(period).stream().map(Cost::source).distinct().sorted().toList();
    }

    @Override
    public Map<String, List<PricedUsage>> usage(BookPeriod period) {
      Map<String, Amount> sums = new TreeMap<>();
      costs(period)
          .forEach(cost -> sums.merge(cost.source(), Amount.parse(cost.billed()), Amount::plus));
      List<PricedUsage> usages = new ArrayList<>();
      sums.forEach(
          (source, sum) -> usages.add(PricedUsage.of(source, Amount.of(10), "Hours", sum)));
      return usages.isEmpty() ? Map.of() : Map.of("USD", usages);
    }

    @Override
    public List<PeriodFacts.Owed> owed(BookPeriod period) {
      return costs(period).stream()
          .map(
              cost ->
                  new PeriodFacts.Owed(
                      cost.source(),
                      "a",
                      "cc-" + cost.team(),
                      "USD",
                      Amount.parse(cost.billed()),
                      cost.onInvoice() ? Amount.parse(cost.billed()) : Amount.ZERO))
          .toList();
    }

    @Override
    public List<PeriodFacts.Invoiced> invoiced(BookPeriod period) {
      return costs(period).stream()
          .filter(Cost::onInvoice)
          .map(
              cost ->
                  new PeriodFacts.Invoiced(
                      cost.source(),
                      "a",
                      "cc-" + cost.team(),
                      cost.invoice(),
                      "USD",
                      Amount.parse(cost.billed())))
          .toList();
    }

    @Override
    public List<PeriodFacts.Redelivery> deliveriesAfter(BookPeriod period, Instant after) {
      List<PeriodFacts.Redelivery> found = new ArrayList<>();
      redelivered
          .tailMap(after, false)
          .forEach(
              (instant, name) -> {
                if (name.equals(period.name()) && !instant.isAfter(at)) {
                  found.add(
                      new PeriodFacts.Redelivery("d" + instant, "aws", "a", "overwrite", instant));
                }
              });
      return found;
    }

    @Override
    public Map<String, Object> snapshot() {
      return Map.of("asOf", at, "run", 1);
    }
  }
}
