package io.gpuledger.cost.reconcile;

import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Fraction;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.cost.reconcile.Finding.Severity;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers the residuals of rows into findings, one for each machine or SKU and residual. */
public final class Findings {
  private static final BigDecimal NANOS_PER_HOUR =
      BigDecimal.valueOf(Duration.ofHours(1).toNanos());

  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::severity)
          .thenComparing(f -> f.nanos().abs(), Comparator.reverseOrder())
          .thenComparing(
              f -> f.worth().map(w -> w.toBigDecimal().abs()).orElse(BigDecimal.ZERO),
              Comparator.reverseOrder())
          .thenComparing(Finding::part)
          .thenComparing(Finding::cluster)
          .thenComparing(Finding::node)
          .thenComparing(f -> f.key().source())
          .thenComparing(f -> f.key().sku())
          .thenComparing(f -> f.key().resource());

  private final Map<List<String>, Open> open = new LinkedHashMap<>();
  private final Map<List<String>, Price> prices = new LinkedHashMap<>();

  /** Takes a row's residuals. */
  public void add(ReconciledRow row) {
    List<String> machine = machine(row);
    if (row.paidNanos().signum() > 0) {
      prices.computeIfAbsent(machine, key -> new Price()).add(row);
    }
    for (Map.Entry<HourPart, BigInteger> part : row.hours().entrySet()) {
      if (!Words.of(part.getKey()).isEmpty()) {
        open(part.getKey().code(), machine, row).nanos(part.getValue());
      }
    }
    Amount unknown = row.money().getOrDefault(MoneyPart.UNKNOWN_SKU, Amount.ZERO);
    if (!unknown.isZero()) {
      List<String> sku = List.of(row.key().source(), row.key().sku(), row.key().currency());
      open(MoneyPart.UNKNOWN_SKU.code(), sku, row).money(unknown);
    }
    if (row.unpricedNanos().signum() != 0) {
      open(Words.UNPRICED, machine, row).nanos(row.unpricedNanos());
    }
  }

  private static List<String> machine(ReconciledRow row) {
    return row.node().equals(GroupKey.MISSING)
        ? List.of(row.key().source(), row.key().resource(), row.key().sku())
        : List.of(row.cluster(), row.node());
  }

  private Open open(String part, List<String> subject, ReconciledRow row) {
    List<String> key = new ArrayList<>(subject);
    key.add(part);
    Open found = open.computeIfAbsent(key, of -> new Open(part, subject, row));
    found.on(row.day());
    return found;
  }

  /** The findings, the gravest and largest first. */
  public List<Finding> list() {
    List<Finding> findings = new ArrayList<>();
    for (Open one : open.values()) {
      if (one.nanos.signum() != 0 || !one.money.isZero()) {
        findings.add(one.finding(Optional.ofNullable(prices.get(one.subject))));
      }
    }
    findings.sort(ORDER);
    return findings;
  }

  /** What the hours of a machine cost on average. */
  private static final class Price {
    private BigInteger nanos = BigInteger.ZERO;
    private Amount money = Amount.ZERO;
    private String currency = "";

    void add(ReconciledRow row) {
      if (currency.isEmpty()) {
        currency = row.key().currency();
      }
      if (currency.equals(row.key().currency())) {
        nanos = nanos.add(row.paidNanos());
        money = money.plus(row.billed());
      }
    }

    Amount of(BigInteger time) {
      return Fraction.times(money, time, nanos, Rounding.SPLIT);
    }
  }

  private static final class Open {
    private final String part;
    private final List<String> subject;
    private final ReconciledRow first;
    private LocalDate firstDay;
    private LocalDate lastDay;
    private BigInteger nanos = BigInteger.ZERO;
    private Amount money = Amount.ZERO;

    Open(String part, List<String> subject, ReconciledRow first) {
      this.part = part;
      this.subject = subject;
      this.first = first;
      this.firstDay = first.day();
      this.lastDay = first.day();
    }

    void on(LocalDate day) {
      firstDay = day.isBefore(firstDay) ? day : firstDay;
      lastDay = day.isAfter(lastDay) ? day : lastDay;
    }

    void nanos(BigInteger more) {
      nanos = nanos.add(more);
    }

    void money(Amount more) {
      money = money.plus(more);
    }

    Finding finding(Optional<Price> price) {
      Words words = Words.named(part);
      boolean timed = nanos.signum() != 0 && !part.equals(Words.UNPRICED);
      Optional<Amount> worth =
          timed ? price.map(of -> of.of(nanos)) : Optional.of(money).filter(m -> !m.isZero());
      String subject = subject();
      String hours =
          new BigDecimal(nanos.abs())
              .divide(NANOS_PER_HOUR, 3, RoundingMode.HALF_UP)
              .toPlainString();
      return new Finding(
          words.severity(),
          part,
          first.key(),
          first.cluster(),
          first.node(),
          firstDay,
          lastDay,
          nanos,
          worth,
          words.text().replace("{subject}", subject).replace("{hours}", hours),
          words.action());
    }

    private String subject() {
      if (!first.node().equals(GroupKey.MISSING)) {
        return "Machine " + first.node() + " of cluster " + first.cluster();
      }
      return first.key().resource().equals(GroupKey.MISSING)
          ? "SKU " + first.key().sku() + " of source " + first.key().source()
          : "Resource " + first.key().resource() + " of source " + first.key().source();
    }
  }

  /**
   * The words of a residual that is a finding.
   *
   * @param text with {@code {subject}} and {@code {hours}}
   */
  private record Words(Severity severity, String text, String action) {
    static final String UNPRICED = "unpriced";

    static Words named(String part) {
      return switch (part) {
        case "unknown_sku" ->
            new Words(
                Severity.MEDIUM,
                "{subject} may be an accelerator: the catalogue does not know it, so no hours can"
                    + " be compared.",
                "See whether the SKU is an accelerator; a known device model makes its hours"
                    + " count.");
        case UNPRICED ->
            new Words(
                Severity.MEDIUM,
                "{subject}: {hours} GPU-hours are on the bill without this cost.",
                "Ask the provider for the missing cost column, or look at another metric.");
        default ->
            of(HourPart.valueOf(part.toUpperCase(java.util.Locale.ROOT)))
                .orElseThrow(() -> new IllegalArgumentException("no finding is " + part));
      };
    }

    static Optional<Words> of(HourPart part) {
      return Optional.ofNullable(
          switch (part) {
            case PRODUCTIVE, ACTIVE, HELD_IDLE, UNALLOCATED -> null;
            case MISSING_TELEMETRY ->
                new Words(
                    Severity.MEDIUM,
                    "{subject}: {hours} GPU-hours in inventory have no samples.",
                    "See whether its exporter runs and is scraped (screen Data, Sources).");
            case LATE_BILL ->
                new Words(
                    Severity.INFO,
                    "{subject}: {hours} GPU-hours in inventory are not billed yet.",
                    "Nothing to do until the bill of these days is complete.");
            case BILLING_ZONE ->
                new Words(
                    Severity.INFO,
                    "{subject}: {hours} GPU-hours stand on a neighbouring day, because the"
                        + " provider's day is not the UTC day.",
                    "Nothing to do; over neighbouring days it comes to zero.");
            case ROUNDING ->
                new Words(
                    Severity.INFO,
                    "{subject}: {hours} GPU-hours are less than one billing step for each GPU.",
                    "Nothing to do.");
            case SHARED_NODE ->
                new Words(
                    Severity.INFO,
                    "{subject}: the bill pays for some of its GPUs only; {hours} GPU-hours of the"
                        + " others are on no bill loaded here.",
                    "Find out who pays for the other GPUs, and load that bill.");
            case OVER_BILLING ->
                new Words(
                    Severity.HIGH,
                    "{subject}: {hours} GPU-hours are billed beyond its time in inventory.",
                    "Compare the machine's start and end with the bill; if the inventory is right,"
                        + " dispute the charge with the provider.");
            case UNDER_BILLING ->
                new Words(
                    Severity.HIGH,
                    "{subject}: {hours} GPU-hours were seen and are on no bill, though the bill of"
                        + " these days is there.",
                    "See whether a charge of it is missing or names another resource id: set"
                        + " providerResourceId in the inventory, or expect a later charge.");
            case HOURS_NOT_STATED ->
                new Words(
                    Severity.MEDIUM,
                    "{subject} is on the bill, which does not say for how many GPUs; {hours}"
                        + " GPU-hours in inventory cannot be compared.",
                    "Nothing can be proved of it; ask the provider for the count or the quantity.");
            case NOT_IN_INVENTORY ->
                new Words(
                    Severity.MEDIUM,
                    "{subject}: {hours} GPU-hours are billed for a machine that no inventory"
                        + " names.",
                    "Add it under inventory with this providerResourceId, or have it scraped.");
            case ENDED ->
                new Words(
                    Severity.INFO,
                    "{subject}: {hours} GPU-hours in inventory are neither billed nor seen.",
                    "A machine that has ended stays in observed inventory for 24 hours after its"
                        + " last sample; if it still runs, see whether it is scraped.");
            case UNEXPLAINED ->
                new Words(
                    Severity.HIGH,
                    "{subject}: {hours} GPU-hours differ and no rule says why.",
                    "Open the charges of the machine; hours below zero take back more than was"
                        + " billed.");
          });
    }
  }
}
