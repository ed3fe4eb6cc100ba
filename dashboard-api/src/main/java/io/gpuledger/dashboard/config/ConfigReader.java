package io.gpuledger.dashboard.config;

import io.gpuledger.cost.allocation.OwnershipRules;
import io.gpuledger.cost.budget.Budget;
import io.gpuledger.cost.problem.Parsed;
import io.gpuledger.cost.reconcile.BillingTerms;
import io.gpuledger.dashboard.config.LedgerConfig.DeliveryKind;
import io.gpuledger.dashboard.config.LedgerConfig.Durability;
import io.gpuledger.dashboard.config.LedgerConfig.ScopeKind;
import io.gpuledger.dashboard.config.LedgerConfig.SourceKind;
import io.gpuledger.ingest.bill.BillFormat;
import io.gpuledger.ingest.custom.CustomFormat;
import io.gpuledger.ingest.delivery.FarLess;
import io.gpuledger.ingest.neocloud.CoreWeave;
import io.gpuledger.ingest.prometheus.ExpositionLimits;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code gpuledger.yaml}. The answer holds one configuration, or every fault of the file. */
public final class ConfigReader {
  /** A longer file is refused. */
  static final int MAX_BYTES = 4 << 20;

  private static final String DURATION = "a duration such as 15s, 5m, 24h or 7d";

  /** Stands for a rule's name and owner while its parts are tried one by one. */
  private static final String RULE = "?";

  private static final String OWNER = "-";

  /** How long an exporter may take where the file does not say. */
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** The longest exposition that is read. */
  private static final long MOST = ExpositionLimits.DEFAULT.bytesMax();

  private static final String INSTANT = "a date such as 2026-10-01 or a UTC instant";

  private final NamedFiles files;
  private final ConfigFaults faults;

  private ConfigReader(NamedFiles files, ConfigFaults faults) {
    this.files = files;
    this.faults = faults;
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read at all
   */
  public static Parsed<LedgerConfig> read(Path file) throws IOException {
    return read(file, NamedFiles.beside(file));
  }

  /**
   * Reads a file.
   *
   * @param files what it names
   * @throws IOException if it cannot be read at all
   */
  static Parsed<LedgerConfig> read(Path file, NamedFiles files) throws IOException {
    String name = String.valueOf(file.getFileName());
    if (Files.size(file) > MAX_BYTES) {
      return refused(name, "longer than " + MAX_BYTES + " bytes");
    }
    try {
      return read(name, Files.readString(file), files);
    } catch (CharacterCodingException e) {
      return refused(name, "is not UTF-8 text");
    }
  }

  /** Reads a text that came from the named file. */
  public static Parsed<LedgerConfig> read(String name, String text) {
    return read(name, text, NamedFiles.NONE);
  }

  /** Every key that the reader looks for in a text, by its path, be it there or not. */
  static Set<String> keysOf(String text) {
    Set<String> keys = new TreeSet<>();
    var unused = read("keys", text, NamedFiles.NONE, new ConfigFaults("keys", Optional.of(keys)));
    return keys;
  }

  /**
   * Reads a text.
   *
   * @param files what the text names
   */
  static Parsed<LedgerConfig> read(String name, String text, NamedFiles files) {
    return read(name, text, files, new ConfigFaults(name));
  }

  private static Parsed<LedgerConfig> read(
      String name, String text, NamedFiles files, ConfigFaults faults) {
    Optional<Node> root;
    try {
      LoadSettings settings =
          LoadSettings.builder().setLabel(name).setCodePointLimit(MAX_BYTES).build();
      root = new Compose(settings).composeString(text);
    } catch (MarkedYamlEngineException e) {
      faults.add(e.getProblemMark(), "", String.valueOf(e.getProblem()));
      return new Parsed<>(List.of(), faults.sorted());
    } catch (YamlEngineException e) {
      return refused(name, "is not YAML: " + e.getMessage());
    }
    YamlMapping top =
        root.map(node -> YamlMapping.of(faults, "", node))
            .orElseGet(() -> YamlMapping.empty(faults, ""));
    LedgerConfig config =
        new ConfigReader(files, faults).ledger(top, root.map(RulesText::of).orElse(""));
    top.done();
    return faults.isEmpty()
        ? new Parsed<>(List.of(config), List.of())
        : new Parsed<>(List.of(), faults.sorted());
  }

  private static Parsed<LedgerConfig> refused(String name, String message) {
    ConfigFaults faults = new ConfigFaults(name);
    faults.add(Optional.empty(), "", message);
    return new Parsed<>(List.of(), faults.sorted());
  }

  private LedgerConfig ledger(YamlMapping top, String rulesText) {
    List<LedgerConfig.Source> sources = named(top, "sources", this::source, s -> s.name());
    LedgerConfig.Telemetry telemetry = telemetry(top.mapping("telemetry"), sources);
    LedgerConfig.Alerts alerts = alerts(top.mapping("alerts"));
    PricesSection prices = PricesSection.read(top, sources);
    return new LedgerConfig(
        sources,
        telemetry,
        top.mappings("inventory", this::inventory),
        atMost(
            OwnershipRules.RULES_LIMIT,
            top,
            "ownership",
            named(top, "ownership", this::ownership, LedgerConfig.OwnershipRule::name)),
        AllocationSection.read(top),
        ChargebackSection.read(top),
        prices.rates(),
        prices.overrides(),
        CommitmentsSection.read(top),
        OwnedSection.read(top, sources),
        named(top, "thresholds", this::thresholds, LedgerConfig.Thresholds::deviceModel),
        atMost(
            Budget.ORIGIN_LIMIT,
            top,
            "budgets",
            named(
                top,
                "budgets",
                item -> BudgetSection.budget(item, alerts),
                LedgerConfig.Budget::name)),
        PlannedChangesSection.read(top),
        alerts,
        server(top.mapping("server")),
        kafka(top),
        clickhouse(top),
        retention(top.mapping("retention")),
        top.optional(
                "durability",
                Scalars.words(Durability.class),
                text -> Scalars.word(Durability.class, text))
            .orElse(Durability.PROCESS),
        CloseSection.read(top),
        CurrenciesSection.read(top, files, faults),
        CarbonSection.read(top),
        rulesText);
  }

  /** A list whose entries carry a name that must be theirs alone. */
  private <T> List<T> named(
      YamlMapping parent, String key, Function<YamlMapping, T> read, Function<T, String> name) {
    Set<String> seen = new HashSet<>();
    return parent.mappings(
        key,
        item -> {
          T value = read.apply(item);
          if (!name.apply(value).isEmpty() && !seen.add(name.apply(value))) {
            item.fault(
                item.has("name") ? "name" : "deviceModel",
                "\"" + name.apply(value) + "\" is taken by an entry above");
          }
          return value;
        });
  }

  private static <T> List<T> atMost(int limit, YamlMapping parent, String key, List<T> values) {
    if (values.size() > limit) {
      parent.fault(key, values.size() + " entries, at most " + limit + " are allowed");
    }
    return values;
  }

  private LedgerConfig.Source source(YamlMapping item) {
    Optional<BillingTerms> billing = BillingSection.read(item);
    String name =
        item.required("name", "", "letters, digits, dot, dash or underscore", Names::source);
    SourceKind kind =
        item.required(
            "kind",
            SourceKind.BILLS,
            Scalars.words(SourceKind.class),
            text -> Scalars.word(SourceKind.class, text));
    return new LedgerConfig.Source(
        name,
        kind,
        item.optional(
                "scope",
                Scalars.words(ScopeKind.class),
                text -> Scalars.word(ScopeKind.class, text))
            .orElse(ScopeKind.ACCOUNT_MONTH),
        item.optional(
                "deliveryKind",
                Scalars.words(DeliveryKind.class),
                text -> Scalars.word(DeliveryKind.class, text))
            .orElse(DeliveryKind.OVERWRITE),
        item.optional("computedFloats", "true or false", Scalars::flag).orElse(false),
        billing,
        item.optional("farLessThan", "a share from 0 to 1, such as 0.5", Scalars::share)
            .orElse(FarLess.HALF),
        CustomSection.word(item),
        declaredFormat(item, billing),
        CollectSection.read(item, kind));
  }

  /** A layout of its own, or a format that prices by the rates of a contract. */
  private static Optional<? extends BillFormat> declaredFormat(
      YamlMapping source, Optional<BillingTerms> billing) {
    Optional<CustomFormat> custom = CustomSection.read(source);
    Optional<CoreWeave> rated = RateCardSection.read(source, billing);
    if (source.has("custom") && source.has("rateCard")) {
      source.fault("rateCard", "stands beside \"custom\": a source declares one format");
    }
    return rated.isPresent() ? rated : custom;
  }

  private LedgerConfig.Telemetry telemetry(YamlMapping item, List<LedgerConfig.Source> sources) {
    List<LedgerConfig.Target> targets = item.mappings("targets", target -> target(target, sources));
    item.done();
    return new LedgerConfig.Telemetry(targets);
  }

  private LedgerConfig.Target target(YamlMapping item, List<LedgerConfig.Source> sources) {
    String source = item.requiredText("source");
    boolean known =
        sources.stream().anyMatch(s -> s.name().equals(source) && s.kind() == SourceKind.TELEMETRY);
    if (!source.isEmpty() && !known) {
      item.fault("source", "\"" + source + "\" is not a source of kind telemetry");
    }
    List<URI> urls = item.values("urls", "an http or https address", Scalars::httpUri);
    if (urls.isEmpty()) {
      item.fault("urls", "at least one address is needed");
    }
    Duration cadence =
        item.optional("cadence", DURATION, Scalars::positiveDuration)
            .orElse(Duration.ofSeconds(15));
    Optional<Duration> timeout = item.optional("timeout", DURATION, Scalars::positiveDuration);
    if (timeout.isPresent() && timeout.get().compareTo(cadence) > 0) {
      item.fault("timeout", "must not be longer than the cadence, " + cadence.toMillis() + "ms");
    }
    return new LedgerConfig.Target(
        source,
        item.requiredText("cluster"),
        urls,
        cadence,
        timeout.orElse(cadence.compareTo(TIMEOUT) < 0 ? cadence : TIMEOUT),
        item.optional(
                "maxBytes", "a size from 1KiB to 64MiB", text -> Scalars.bytes(text, 1 << 10, MOST))
            .orElse(MOST),
        item.has("auth") ? targetAuth(item.mapping("auth")) : Optional.empty());
  }

  private Optional<LedgerConfig.TargetAuth> targetAuth(YamlMapping item) {
    Optional<SecretReference> bearer = item.secret("bearer");
    Optional<SecretReference> password = item.secret("password");
    Optional<String> user = item.optional("user", "a text without a colon", Names::user);
    if (item.has("bearer") == item.has("password") || item.has("user") != item.has("password")) {
      item.fault("bearer", "give either \"bearer\", or \"user\" and \"password\"");
    }
    item.done();
    return bearer.or(() -> password).map(secret -> new LedgerConfig.TargetAuth(user, secret));
  }

  private LedgerConfig.Inventory inventory(YamlMapping item) {
    Instant from = item.required("from", Instant.EPOCH, INSTANT, Scalars::instant);
    return new LedgerConfig.Inventory(
        item.requiredText("cluster"),
        item.requiredText("node"),
        item.text("providerResourceId", ""),
        item.requiredText("deviceModel"),
        item.required(
            "count", 1, "a count from 1 to 1024", text -> Scalars.between(text, 1, 1_024)),
        from,
        end(item, Optional.of(from)));
  }

  private Optional<Instant> end(YamlMapping item, Optional<Instant> from) {
    Optional<Instant> to = item.optional("to", INSTANT, Scalars::instant);
    if (to.isPresent() && from.isPresent() && !from.get().isBefore(to.get())) {
      item.fault("to", "must be later than \"from\"");
    }
    return to;
  }

  private LedgerConfig.OwnershipRule ownership(YamlMapping item) {
    Optional<Instant> from = item.optional("from", INSTANT, Scalars::instant);
    LedgerConfig.OwnershipRule rule =
        new LedgerConfig.OwnershipRule(
            item.requiredText("name"),
            item.required("match", "", Names.FILTER, Names::filter),
            item.requiredText("team"),
            item.text("costCenter", ""),
            item.text("project", ""),
            item.text("environment", ""),
            from,
            end(item, from));
    apply(item, "match", rule.match(), OWNER);
    apply(item, "team", "", rule.team());
    for (String part : List.of("costCenter", "project", "environment")) {
      apply(item, part, "", item.text(part, ""));
    }
    return rule;
  }

  /** Notes why a rule with only this part could not be applied, at the part. */
  private static void apply(YamlMapping item, String key, String match, String owner) {
    try {
      if (!owner.isBlank()) {
        var unused =
            new LedgerConfig.OwnershipRule(
                    RULE, match, owner, "", "", "", Optional.empty(), Optional.empty())
                .rule();
      }
    } catch (IllegalArgumentException e) {
      item.fault(key, String.valueOf(e.getMessage()).replace("rule " + RULE + " ", ""));
    }
  }

  private LedgerConfig.Thresholds thresholds(YamlMapping item) {
    String ratio = "a ratio from 0 to 1";
    return new LedgerConfig.Thresholds(
        item.requiredText("deviceModel"),
        item.optional("idleBusyRatio", ratio, Scalars::ratio).orElse(0.01),
        item.optional("productiveSmRatio", ratio, Scalars::ratio).orElse(0.40),
        item.optional("productiveTensorRatio", ratio, Scalars::ratio).orElse(0.10),
        item.optional("memoryBaseline", "a size such as 500MiB", Scalars::bytes)
            .orElse(500L << 20));
  }

  private LedgerConfig.Alerts alerts(YamlMapping item) {
    boolean allowPrivate =
        item.optional("allowPrivateAddresses", "true or false", Scalars::flag).orElse(false);
    List<ChannelConfig> channels =
        atMost(
            ChannelsSection.LIMIT,
            item,
            "channels",
            named(
                item,
                "channels",
                channel -> ChannelsSection.channel(channel, allowPrivate),
                ChannelConfig::name));
    LedgerConfig.Alerts alerts =
        new LedgerConfig.Alerts(channels, AlertPolicySection.read(item, channels));
    item.done();
    return alerts;
  }

  private LedgerConfig.Server server(YamlMapping item) {
    LedgerConfig.Server server =
        new LedgerConfig.Server(
            item.text("bind", LedgerConfig.Server.DEFAULT.bind()),
            item.optional(
                    "port", "a port from 0 to 65535", text -> Scalars.between(text, 0, 65_535))
                .orElse(LedgerConfig.Server.DEFAULT.port()),
            item.optional("publicUrl", "an http or https address", Scalars::httpUri),
            item.values("allowedHosts", "a host name", Function.identity()));
    item.done();
    return server;
  }

  private Optional<LedgerConfig.Kafka> kafka(YamlMapping top) {
    if (!top.has("kafka")) {
      return Optional.empty();
    }
    YamlMapping item = top.mapping("kafka");
    String bootstrap = item.requiredText("bootstrap");
    item.done();
    return Optional.of(new LedgerConfig.Kafka(bootstrap));
  }

  private Optional<LedgerConfig.ClickHouse> clickhouse(YamlMapping top) {
    if (!top.has("clickhouse")) {
      return Optional.empty();
    }
    YamlMapping item = top.mapping("clickhouse");
    LedgerConfig.ClickHouse clickhouse =
        new LedgerConfig.ClickHouse(
            item.required(
                "url",
                URI.create("http://localhost:8123"),
                "an http or https address",
                Scalars::httpUri),
            item.text("user", "default"),
            item.secret("password"));
    item.done();
    return Optional.of(clickhouse);
  }

  private LedgerConfig.Retention retention(YamlMapping item) {
    LedgerConfig.Retention retention =
        new LedgerConfig.Retention(
            item.optional("samples", "a duration from 1h to 3650d", Scalars::retention)
                .orElse(LedgerConfig.Retention.DEFAULT.samples()),
            item.optional("alerts", "a duration from 30d to 3650d", Scalars::alertRetention)
                .orElse(LedgerConfig.Retention.DEFAULT.alerts()));
    item.done();
    return retention;
  }
}
