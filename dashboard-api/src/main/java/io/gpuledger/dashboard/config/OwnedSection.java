package io.gpuledger.dashboard.config;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.owned.Asset;
import io.gpuledger.cost.owned.CostKind;
import io.gpuledger.cost.owned.DepreciationMethod;
import io.gpuledger.cost.owned.Disposal;
import io.gpuledger.cost.owned.OneTimeCost;
import io.gpuledger.cost.owned.OwnedEstate;
import io.gpuledger.cost.owned.PowerTerms;
import io.gpuledger.cost.owned.PoweredMachine;
import io.gpuledger.cost.owned.RealInvoice;
import io.gpuledger.cost.owned.RecurringCost;
import io.gpuledger.cost.owned.TypedPrice;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.config.LedgerConfig.SourceKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code owned:}, the own hardware of each source of kind owned. */
final class OwnedSection {
  private static final String INSTANT = "a date such as 2026-10-01 or a UTC instant";
  private static final String DATE = "a date such as 2026-10-01";
  private static final String MONEY = "an amount with its currency such as 240000 USD";
  private static final String ZONE = "a time zone such as Europe/Berlin";

  /** A service without an end; far enough that no month is cut by it. */
  private static final Instant NEVER = Instant.parse("2200-01-01T00:00:00Z");

  private final YamlMapping item;
  private final ZoneId zone;
  private final Optional<PowerTerms> power;
  private final List<Optional<PoweredMachine>> machines = new ArrayList<>();
  private final List<OwnedSource.Meter> meters = new ArrayList<>();

  private OwnedSection(YamlMapping item) {
    this.item = item;
    this.zone = item.optional("zone", ZONE, ZoneId::of).orElse(ZoneOffset.UTC);
    this.power =
        item.has("power") ? new PowerSection(item.mapping("power"), zone).read() : Optional.empty();
  }

  static List<OwnedSource> read(YamlMapping top, List<LedgerConfig.Source> sources) {
    Set<String> taken = new HashSet<>();
    return top.mappings("owned", item -> new OwnedSection(item).source(sources, taken)).stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<OwnedSource> source(List<LedgerConfig.Source> sources, Set<String> taken) {
    String source = item.requiredText("source");
    boolean known =
        sources.stream().anyMatch(s -> s.name().equals(source) && s.kind() == SourceKind.OWNED);
    if (!source.isEmpty() && !known) {
      item.fault("source", "\"" + source + "\" is not a source of kind owned");
    } else if (!taken.add(source)) {
      item.fault("source", "\"" + source + "\" is taken by an entry above");
    }
    String account = item.text("account", source);
    List<Optional<Asset>> assets = item.mappings("assets", this::asset);
    item.mappings("machines", this::machine);
    List<Optional<RecurringCost>> costs = item.mappings("costs", this::recurring);
    List<Optional<OneTimeCost>> purchases = item.mappings("purchases", this::oneTime);
    List<RealInvoice> invoices = OwnedInvoices.read(item);
    return item.made(
        () ->
            new OwnedSource(
                source,
                account,
                new OwnedEstate(zone, all(assets), all(costs), all(purchases), all(machines)),
                meters,
                invoices));
  }

  /** Nothing is missing where no fault was noted. */
  private static <T> List<T> all(List<Optional<T>> parts) {
    return parts.stream().flatMap(Optional::stream).toList();
  }

  private Optional<Asset> asset(YamlMapping asset) {
    String id = asset.requiredText("id");
    String model = asset.text("deviceModel", "");
    int devices =
        asset
            .optional(
                "deviceCount", "a count from 0 to 1024", text -> Scalars.between(text, 0, 1_024))
            .orElse(0);
    Money purchase = asset.required("purchase", Money.zero("USD"), MONEY, Scalars::money);
    Money salvage =
        asset.optional("salvage", MONEY, Scalars::money).orElse(Money.zero(purchase.currency()));
    LocalDate inService = asset.required("inService", LocalDate.EPOCH, DATE, LocalDate::parse);
    int life =
        asset.required(
            "lifeMonths",
            1,
            "months from 1 to " + Asset.LIFE_MONTHS_LIMIT,
            text -> Scalars.between(text, 1, Asset.LIFE_MONTHS_LIMIT));
    Optional<DepreciationMethod> method = method(asset);
    Optional<Disposal> disposal =
        asset.has("disposal") ? disposal(asset.mapping("disposal"), purchase) : Optional.empty();
    Instant end = disposal.map(left -> left.on().atStartOfDay(zone).toInstant()).orElse(NEVER);
    power(asset, id, devices, inService.atStartOfDay(zone).toInstant(), end);
    return asset.made(
        () ->
            new Asset(
                id,
                model,
                devices,
                purchase,
                salvage,
                inService,
                life,
                method.orElseThrow(),
                disposal));
  }

  private static Optional<DepreciationMethod> method(YamlMapping asset) {
    String word =
        asset
            .optional(
                "method",
                "straight-line or declining",
                text -> {
                  if (!text.equals("straight-line") && !text.equals("declining")) {
                    throw new IllegalArgumentException(text);
                  }
                  return text;
                })
            .orElse("straight-line");
    Optional<Amount> factor =
        asset.optional("factor", "a factor above 1 such as \"2\"", Scalars::quantity);
    if (word.equals("straight-line")) {
      if (factor.isPresent()) {
        asset.fault("factor", "belongs to method declining only");
      }
      return Optional.of(new DepreciationMethod.StraightLine());
    }
    return asset.made(() -> new DepreciationMethod.DecliningBalance(factor.orElse(Amount.of(2))));
  }

  private static Optional<Disposal> disposal(YamlMapping item, Money purchase) {
    LocalDate on = item.required("on", LocalDate.EPOCH, DATE, LocalDate::parse);
    Money proceeds =
        item.optional("proceeds", MONEY, Scalars::money).orElse(Money.zero(purchase.currency()));
    item.done();
    return item.made(() -> new Disposal(on, proceeds));
  }

  /** A machine that is leased or borrowed: it draws power and is in no register. */
  private Optional<PoweredMachine> machine(YamlMapping machine) {
    String id = machine.requiredText("id");
    int devices =
        machine
            .optional(
                "deviceCount", "a count from 0 to 1024", text -> Scalars.between(text, 0, 1_024))
            .orElse(0);
    Instant from = machine.required("from", Instant.EPOCH, INSTANT, Scalars::instant);
    Instant to = machine.optional("to", INSTANT, Scalars::instant).orElse(NEVER);
    if (!machine.has("nameplateWatts")) {
      machine.fault("nameplateWatts", "\"nameplateWatts\" is missing: expected watts above 0");
    }
    power(machine, id, devices, from, to);
    return Optional.empty();
  }

  /** The power of a machine and where it is measured, if it has any. */
  private void power(YamlMapping of, String id, int devices, Instant from, Instant to) {
    Optional<Integer> watts =
        of.optional(
            "nameplateWatts",
            "watts from 1 to 1000000",
            text -> Scalars.between(text, 1, 1_000_000));
    String cluster = of.text("cluster", "");
    String node = of.text("node", "");
    if (cluster.isEmpty() != node.isEmpty()) {
      of.fault("node", "give both \"cluster\" and \"node\", or neither");
    }
    if (watts.isPresent() && power.isEmpty() && !item.has("power")) {
      of.fault("nameplateWatts", "needs \"power\" with a tariff in this entry of \"owned\"");
    }
    if (watts.isPresent() && power.isPresent()) {
      machines.add(
          of.made(
              () ->
                  new PoweredMachine(
                      id, new TimeRange(from, to), watts.get(), List.of(), power.get())));
    }
    if (!cluster.isEmpty()) {
      meters.add(new OwnedSource.Meter(id, cluster, node, devices));
    }
  }

  private Optional<RecurringCost> recurring(YamlMapping cost) {
    String id = cost.requiredText("id");
    CostKind kind = kind(cost);
    String description = cost.requiredText("description");
    Amount quantity =
        cost.optional("quantity", "a quantity above 0 such as \"10\"", Scalars::quantity)
            .orElse(Amount.of(1));
    TypedPrice price =
        cost.required(
            "price",
            new TypedPrice.PerMonth(Money.zero("USD")),
            "a price per hour or month such as 150 USD/month",
            TypedPrice::read);
    Instant from = cost.required("from", Instant.EPOCH, INSTANT, Scalars::instant);
    Instant to = cost.optional("to", INSTANT, Scalars::instant).orElse(end(from));
    return cost.made(
        () -> new RecurringCost(id, kind, description, quantity, price, new TimeRange(from, to)));
  }

  /** A monthly fee may go on for a hundred years at most. */
  private static Instant end(Instant from) {
    return from.plusSeconds(36_500L * 86_400);
  }

  private Optional<OneTimeCost> oneTime(YamlMapping cost) {
    String id = cost.requiredText("id");
    CostKind kind = kind(cost);
    String description = cost.requiredText("description");
    Money amount = cost.required("amount", Money.zero("USD"), MONEY, Scalars::money);
    Instant at = cost.required("at", Instant.EPOCH, INSTANT, Scalars::instant);
    return cost.made(() -> new OneTimeCost(id, kind, description, amount, at));
  }

  /** Everything that somebody may ask money for; depreciation is computed only. */
  static CostKind kind(YamlMapping cost) {
    return cost.required(
        "kind",
        CostKind.STAFF,
        "one of lease, power, colocation, network, spares, maintenance, staff",
        text -> {
          CostKind kind = Scalars.word(CostKind.class, text);
          if (kind == CostKind.DEPRECIATION || kind == CostKind.DISPOSAL) {
            throw new IllegalArgumentException(text);
          }
          return kind;
        });
  }
}
