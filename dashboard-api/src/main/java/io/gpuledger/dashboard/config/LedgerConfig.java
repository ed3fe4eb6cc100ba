package io.gpuledger.dashboard.config;

import io.gpuledger.cost.allocation.AllocationRules;
import io.gpuledger.cost.allocation.OwnershipRules;
import io.gpuledger.cost.budget.BudgetPlan;
import io.gpuledger.cost.chargeback.ChargebackPolicies;
import io.gpuledger.cost.chargeback.ChargebackPolicy;
import io.gpuledger.cost.commitment.CommitmentEntry;
import io.gpuledger.cost.energy.CarbonSites;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.price.HourlyRate;
import io.gpuledger.cost.price.PriceBook;
import io.gpuledger.cost.price.Pricing;
import io.gpuledger.cost.price.RateBook;
import io.gpuledger.cost.reconcile.BillingTerms;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.cost.usage.StateThresholds;
import io.gpuledger.ingest.bill.BillFormat;
import io.gpuledger.ingest.delivery.FarLess;
import io.gpuledger.ingest.format.Formats;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The whole configuration of one ledger, free of faults.
 *
 * @param sources configured origins of bills and telemetry; unknown ones register on first import
 * @param telemetry what is scraped
 * @param inventory configured devices
 * @param ownership rules in order, the first match wins
 * @param allocation how a charge of a machine becomes lines
 * @param chargeback by what teams are charged, one policy at a time
 * @param prices rates per device-hour until the bill is there
 * @param pricing prices in the place of published ones
 * @param commitments contracts, each id once
 * @param owned own hardware by source
 * @param thresholds state thresholds per device model; the entry with model {@code *} is the
 *     default
 * @param budgets budgets declared in the file
 * @param planned starts and stops that forecasts of budgets take in
 * @param alerts channels of alerts
 * @param server the web server
 * @param kafka external brokers, or empty for the embedded one
 * @param clickhouse external database, or empty for the embedded engine
 * @param retention how long what is kept
 * @param durability what a crash may take
 * @param close how own books are closed
 * @param currencies the currency of own books and the exchange rates
 * @param carbon where clusters stand and what their energy emits
 * @param rulesText the part of the file that answers go by, as the ledger keeps it
 */
public record LedgerConfig(
    List<Source> sources,
    Telemetry telemetry,
    List<Inventory> inventory,
    List<OwnershipRule> ownership,
    AllocationConfig allocation,
    List<ChargebackPolicy> chargeback,
    List<Price> prices,
    PricingConfig pricing,
    List<CommitmentEntry> commitments,
    List<OwnedSource> owned,
    List<Thresholds> thresholds,
    List<Budget> budgets,
    List<PlannedSpend> planned,
    Alerts alerts,
    Server server,
    Optional<Kafka> kafka,
    Optional<ClickHouse> clickhouse,
    Retention retention,
    Durability durability,
    CloseConfig close,
    CurrenciesConfig currencies,
    CarbonSites carbon,
    String rulesText) {
  public LedgerConfig {
    sources = List.copyOf(sources);
    inventory = List.copyOf(inventory);
    ownership = List.copyOf(ownership);
    chargeback = List.copyOf(chargeback);
    prices = List.copyOf(prices);
    commitments = List.copyOf(commitments);
    owned = List.copyOf(owned);
    thresholds = List.copyOf(thresholds);
    budgets = List.copyOf(budgets);
    planned = List.copyOf(planned);
  }

  /** What holds where no file is given: embedded everything on loopback. */
  public static LedgerConfig defaults() {
    return new LedgerConfig(
        List.of(),
        new Telemetry(List.of()),
        List.of(),
        List.of(),
        AllocationConfig.DEFAULT,
        List.of(),
        List.of(),
        PricingConfig.NONE,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        new Alerts(List.of()),
        Server.DEFAULT,
        Optional.empty(),
        Optional.empty(),
        Retention.DEFAULT,
        Durability.PROCESS,
        CloseConfig.DEFAULT,
        CurrenciesConfig.NONE,
        CarbonSites.NONE,
        "");
  }

  /** The configured source of this name. */
  public Optional<Source> findSource(String name) {
    return sources.stream().filter(source -> source.name().equals(name)).findFirst();
  }

  /** Names of the configured sources of bills. */
  public List<String> billSources() {
    return sources.stream()
        .filter(source -> source.kind() == SourceKind.BILLS)
        .map(Source::name)
        .toList();
  }

  /** The ownership rules in order, as allocation and telemetry apply them. */
  public OwnershipRules ownershipRules() {
    return OwnershipRules.of(ownership.stream().map(OwnershipRule::rule).toList());
  }

  /** What prices the accelerators that run now, apart from bills and contracts. */
  public Pricing pricingInForce() {
    return new Pricing(
        RateBook.of(
            prices.stream()
                .map(
                    price ->
                        new HourlyRate(
                            price.deviceModel(),
                            new Money(price.currency(), price.perDeviceHour()),
                            price.valid()))
                .toList()),
        pricing.priceBook(),
        pricing.clusters());
  }

  /** By what charges are allocated. */
  public AllocationRules allocationRules() {
    return new AllocationRules(
        ownershipRules(),
        allocation.slices(),
        allocation.shares(),
        allocation.nodeSplit(),
        allocation.sharedCharges());
  }

  /** By what teams are charged. */
  public ChargebackPolicies chargebackPolicies() {
    return ChargebackPolicies.of(chargeback);
  }

  /** What a source carries. */
  public enum SourceKind {
    BILLS,
    TELEMETRY,
    OWNED
  }

  /** What one delivery of a source covers. */
  public enum ScopeKind {
    ACCOUNT_MONTH("account-month"),
    ACCOUNT_DAY("account-day");

    private final String code;

    ScopeKind(String code) {
      this.code = code;
    }

    /** The word in files, tables and messages. */
    public String code() {
      return code;
    }
  }

  /** Whether a delivery replaces its scope or adds to it. */
  public enum DeliveryKind {
    OVERWRITE,
    APPEND
  }

  /** What a crash may take: {@code process} survives kills, {@code power} also a power loss. */
  public enum Durability {
    PROCESS,
    POWER
  }

  /**
   * A configured origin.
   *
   * @param name unique name, part of every delivery's identity
   * @param kind bills, telemetry, or own hardware whose charges are computed here
   * @param scope what one delivery covers, bills only
   * @param deliveryKind whether a delivery replaces or adds, bills only
   * @param computedFloats digits past scale 18 are rounded at read instead of refused
   * @param billing its day, step and lag; empty where it bills as its provider does
   * @param farLessThan a version with less than this share of the rows or the billed cost of the
   *     one that it replaces is noted; from 0, which notes none, to 1
   * @param format what its bills are where an import does not say it, one of {@link Formats#words}
   * @param declared the format that it declares: a layout of its own, or a known one with the rates
   *     of its contract
   * @param collect from where its bills are collected; empty where they are only imported
   */
  public record Source(
      String name,
      SourceKind kind,
      ScopeKind scope,
      DeliveryKind deliveryKind,
      boolean computedFloats,
      Optional<BillingTerms> billing,
      Amount farLessThan,
      String format,
      Optional<? extends BillFormat> declared,
      Optional<CollectConfig> collect) {
    /** A source that bills as its provider does, and of which less than half is far less. */
    public Source(
        String name,
        SourceKind kind,
        ScopeKind scope,
        DeliveryKind deliveryKind,
        boolean computedFloats) {
      this(
          name,
          kind,
          scope,
          deliveryKind,
          computedFloats,
          Optional.empty(),
          FarLess.HALF,
          Formats.AUTO,
          Optional.empty(),
          Optional.empty());
    }

    /** Whether its deliveries add to what is there, by its word or its format's. */
    public boolean adds() {
      return deliveryKind == DeliveryKind.APPEND || format.startsWith("oci-");
    }
  }

  /** What is scraped. */
  public record Telemetry(List<Target> targets) {
    public Telemetry {
      targets = List.copyOf(targets);
    }
  }

  /**
   * Exporters of one cluster.
   *
   * @param source name of the telemetry source
   * @param cluster the cluster its devices belong to
   * @param urls addresses that answer in the Prometheus text format
   * @param cadence time between two scrapes
   * @param timeout longest wait for one answer, at most the cadence
   * @param maxBytes longest answer, as sent and after decompression
   * @param auth how to sign in, or empty
   */
  public record Target(
      String source,
      String cluster,
      List<URI> urls,
      Duration cadence,
      Duration timeout,
      long maxBytes,
      Optional<TargetAuth> auth) {
    public Target {
      urls = List.copyOf(urls);
    }
  }

  /**
   * Sign-in at an exporter: a bearer token, or user and password.
   *
   * @param user empty for a bearer token
   * @param secret the token or the password
   */
  public record TargetAuth(Optional<String> user, SecretReference secret) {}

  /**
   * Devices that are known to be there whether or not they report.
   *
   * @param from first instant in inventory
   * @param to first instant after, or empty while in service
   */
  public record Inventory(
      String cluster,
      String node,
      String providerResourceId,
      String deviceModel,
      int count,
      Instant from,
      Optional<Instant> to) {}

  /**
   * Who owns what matches.
   *
   * @param name shown in traces
   * @param match filter over the group keys
   * @param team a text or {@code {key}}, never empty
   * @param costCenter and the rest: a text, {@code {key}}, or empty for none
   * @param from first instant at which it holds, or empty for ever
   * @param to first instant after, or empty
   */
  public record OwnershipRule(
      String name,
      String match,
      String team,
      String costCenter,
      String project,
      String environment,
      Optional<Instant> from,
      Optional<Instant> to) {
    /** The rule as it is applied. */
    io.gpuledger.cost.allocation.OwnershipRule rule() {
      return new io.gpuledger.cost.allocation.OwnershipRule(
          name,
          Filter.parse(match),
          team,
          costCenter,
          project,
          environment,
          from.orElse(Instant.MIN),
          to.orElse(Instant.MAX));
    }
  }

  /** What an hour of one device costs until the bill says so. */
  public record Price(
      String deviceModel,
      String currency,
      Amount perDeviceHour,
      Optional<Instant> from,
      Optional<Instant> to) {
    /** When it holds; a file with a range that ends before it begins is refused. */
    TimeRange valid() {
      TimeRange open = PriceBook.from(from.orElse(Instant.EPOCH));
      return to.map(end -> new TimeRange(open.start(), end)).orElse(open);
    }
  }

  /**
   * Borders between the states of a device-second.
   *
   * @param deviceModel a vendor's model name, or {@code *}
   * @param idleBusyRatio below: held idle
   * @param productiveSmRatio at or above: productive
   * @param productiveTensorRatio at or above: productive
   * @param memoryBaselineBytes up to here a device without holder counts as free
   */
  public record Thresholds(
      String deviceModel,
      double idleBusyRatio,
      double productiveSmRatio,
      double productiveTensorRatio,
      long memoryBaselineBytes) {
    /** The thresholds as the rules of states take them. */
    public StateThresholds ofStates() {
      return new StateThresholds(
          idleBusyRatio,
          productiveSmRatio,
          productiveTensorRatio,
          StateThresholds.DEFAULT.productiveBusyRatio(),
          memoryBaselineBytes);
    }
  }

  /**
   * A limit on what matches a filter.
   *
   * @param name unique; budgets of the file are known by it
   * @param thresholdPercents percents of the limit, ascending
   * @param owner whom the alert mentions: a Slack user id {@code U..}, group {@code S..} or a name
   * @param channel name of an alert channel, or empty for the first
   * @param plan periods, and what counts
   * @param effectiveFrom since when it holds; since it is read where that is empty
   */
  public record Budget(
      String name,
      String filter,
      String currency,
      Amount limit,
      List<Integer> thresholdPercents,
      String owner,
      String channel,
      BudgetPlan plan,
      Optional<Instant> effectiveFrom) {
    public Budget {
      thresholdPercents = List.copyOf(thresholdPercents);
    }

    /** A monthly limit on billed cost. */
    public Budget(
        String name,
        String filter,
        String currency,
        Amount limit,
        List<Integer> thresholdPercents,
        String owner,
        String channel) {
      this(
          name,
          filter,
          currency,
          limit,
          thresholdPercents,
          owner,
          channel,
          BudgetPlan.DEFAULT,
          Optional.empty());
    }
  }

  /**
   * Where alerts go, and how they are cared for.
   *
   * @param policy what holds beside the channels
   */
  public record Alerts(List<ChannelConfig> channels, AlertPolicy policy) {
    public Alerts {
      channels = List.copyOf(channels);
    }

    /** Channels alone. */
    public Alerts(List<ChannelConfig> channels) {
      this(channels, AlertPolicy.DEFAULT);
    }

    /** The channel of a name. */
    public Optional<ChannelConfig> find(String name) {
      return channels.stream().filter(channel -> channel.name().equals(name)).findFirst();
    }
  }

  /**
   * The web server.
   *
   * @param bind address to listen on
   * @param port 0 for any free port
   * @param publicUrl how readers reach it; stands in messages and the Host check
   * @param allowedHosts further values of the Host header that are answered
   */
  public record Server(String bind, int port, Optional<URI> publicUrl, List<String> allowedHosts) {
    static final Server DEFAULT = new Server("127.0.0.1", 8080, Optional.empty(), List.of());

    public Server {
      allowedHosts = List.copyOf(allowedHosts);
    }
  }

  /** External brokers. */
  public record Kafka(String bootstrap) {}

  /** An external database. */
  public record ClickHouse(URI url, String user, Optional<SecretReference> password) {}

  /**
   * How long what is kept.
   *
   * @param samples raw telemetry, since its measurement or its reception, whichever was later
   * @param alerts alerts, since they were over
   */
  public record Retention(Duration samples, Duration alerts) {
    static final Retention DEFAULT = new Retention(Duration.ofDays(3), Duration.ofDays(400));
  }
}
