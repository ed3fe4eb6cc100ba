package io.gpuledger.dashboard.config;

import io.gpuledger.cost.commitment.Commitment;
import io.gpuledger.cost.commitment.CommitmentEntry;
import io.gpuledger.cost.commitment.CommitmentKey;
import io.gpuledger.cost.commitment.CommitmentKind;
import io.gpuledger.cost.commitment.CommitmentRegister;
import io.gpuledger.cost.commitment.CommitmentTerms;
import io.gpuledger.cost.commitment.Ending;
import io.gpuledger.cost.commitment.HourlyTerms;
import io.gpuledger.cost.commitment.MakeUpTerms;
import io.gpuledger.cost.commitment.Parties;
import io.gpuledger.cost.commitment.PrepaidTerms;
import io.gpuledger.cost.commitment.SlaCredit;
import io.gpuledger.cost.commitment.SpendTarget;
import io.gpuledger.cost.commitment.SpendTerms;
import io.gpuledger.cost.commitment.TakeOrPayTerms;
import io.gpuledger.cost.commitment.TieredRate;
import io.gpuledger.cost.commitment.Upfront;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.owned.TypedPrice;
import io.gpuledger.cost.problem.RefusedException;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code commitments:}, the contracts with their terms. */
final class CommitmentsSection {
  static final int LIMIT = 5_000;

  private static final String INSTANT = "a date such as 2026-10-01 or a UTC instant";
  private static final String AMOUNT = "an amount such as \"70080\", not negative";
  private static final String QUANTITY = "a quantity such as \"8\", not negative";
  private static final String PER_HOUR = "a price of an hour such as 12.00 USD/hour";

  /** The keys that only one shape of terms has. */
  private static final Map<Class<? extends CommitmentTerms>, Set<String>> KEYS =
      Map.of(
          HourlyTerms.class,
          Set.of("phases", "upfront", "alternative", "devices"),
          PrepaidTerms.class,
          Set.of("stock"),
          TakeOrPayTerms.class,
          Set.of("monthly"),
          SpendTerms.class,
          Set.of("targets", "spend", "marketplace"));

  private static final Set<GroupKey.Name> DEVICE_KEYS =
      Set.of(GroupKey.Name.CLUSTER, GroupKey.Name.NODE, GroupKey.Name.DEVICE_MODEL);

  private final YamlMapping item;

  private CommitmentsSection(YamlMapping item) {
    this.item = item;
  }

  static List<CommitmentEntry> read(YamlMapping top) {
    Set<String> ids = new HashSet<>();
    List<Optional<CommitmentEntry>> read =
        top.mappings("commitments", item -> new CommitmentsSection(item).entry(ids));
    List<CommitmentEntry> entries = read.stream().flatMap(Optional::stream).toList();
    if (read.size() > LIMIT) {
      top.fault("commitments", read.size() + " entries, at most " + LIMIT + " are allowed");
    }
    if (entries.size() == read.size()) {
      checkExchanges(top, entries);
    }
    return entries;
  }

  /** An exchange has two sides, and they must name the same credit. */
  private static void checkExchanges(YamlMapping top, List<CommitmentEntry> entries) {
    try {
      var unused =
          new CommitmentRegister(entries.stream().map(CommitmentEntry::commitment).toList());
    } catch (RefusedException e) {
      e.problems()
          .forEach(problem -> top.fault("commitments", problem.field() + " " + problem.message()));
    }
  }

  private Optional<CommitmentEntry> entry(Set<String> ids) {
    String id = item.requiredText("id");
    if (!id.isEmpty() && !ids.add(id)) {
      item.fault("id", "\"" + id + "\" is taken by an entry above");
    }
    String contract = item.text("contract", id);
    String provider = item.requiredText("provider");
    CommitmentKind kind =
        item.required(
            "kind",
            CommitmentKind.RESERVED_BLOCK,
            Scalars.words(CommitmentKind.class),
            text -> Scalars.word(CommitmentKind.class, text));
    String currency =
        item.required("currency", "USD", "a currency code such as USD", Scalars::currency);
    Instant from = item.required("from", Instant.EPOCH, INSTANT, Scalars::instant);
    Instant to = item.required("to", Instant.MAX, INSTANT, Scalars::instant);
    if (!from.isBefore(to)) {
      item.fault("to", "must be later than \"from\"");
    }
    String purchaser = item.requiredText("purchaser");
    String unusedOwner = item.requiredText("unusedOwner");
    Terms terms = new Terms(currency, from, to);
    Optional<? extends CommitmentTerms> ofKind = terms(kind, terms);
    Optional<Ending> ending =
        item.has("ending") ? ending(item.mapping("ending")) : Optional.empty();
    Optional<Money> alternative =
        item.optional("alternative", PER_HOUR, CommitmentsSection::perHour);
    Optional<Filter> devices = devices();
    Filter spend =
        item.optional("spend", Names.FILTER, Filter::parse)
            .orElseGet(() -> Filter.parse("provider:\"" + provider.replace("\"", "") + "\""));
    Optional<Filter> marketplace = item.optional("marketplace", Names.FILTER, Filter::parse);
    List<SlaCredit> slaCredits = SlaCredits.read(item, id, currency);
    return item.made(
        () ->
            new CommitmentEntry(
                new Commitment(
                    new CommitmentKey(id, contract, provider),
                    kind,
                    currency,
                    new TimeRange(from, to),
                    new Parties(purchaser, unusedOwner),
                    ofKind.orElseThrow(),
                    ending),
                alternative,
                devices,
                spend,
                marketplace,
                slaCredits));
  }

  /** What the readers of terms need of the rest of the entry. */
  private record Terms(String currency, Instant from, Instant to) {}

  /** Every shape is read, so that its keys are known; only that of the kind may stand there. */
  private Optional<? extends CommitmentTerms> terms(CommitmentKind kind, Terms terms) {
    for (Map.Entry<Class<? extends CommitmentTerms>, Set<String>> shape : KEYS.entrySet()) {
      for (String key : shape.getValue()) {
        if (item.has(key) && !shape.getKey().equals(kind.terms())) {
          item.fault(key, "does not belong to a " + kind.text());
        }
      }
    }
    Optional<HourlyTerms> hourly = hourly(terms);
    Optional<PrepaidTerms> stock =
        item.has("stock") ? stock(item.mapping("stock")) : Optional.empty();
    Optional<TakeOrPayTerms> monthly =
        item.has("monthly") ? monthly(item.mapping("monthly")) : Optional.empty();
    Optional<SpendTerms> spend = spend();
    Optional<? extends CommitmentTerms> found =
        kind.terms().equals(HourlyTerms.class)
            ? hourly
            : kind.terms().equals(PrepaidTerms.class)
                ? stock
                : kind.terms().equals(TakeOrPayTerms.class) ? monthly : spend;
    String needed =
        kind.terms().equals(HourlyTerms.class)
            ? "phases"
            : kind.terms().equals(PrepaidTerms.class)
                ? "stock"
                : kind.terms().equals(TakeOrPayTerms.class) ? "monthly" : "targets";
    if (!item.has(needed)) {
      item.fault("kind", "a " + kind.text() + " needs \"" + needed + "\"");
    }
    return found;
  }

  private Optional<HourlyTerms> hourly(Terms terms) {
    List<Optional<HourlyTerms.Phase>> phases =
        item.mappings("phases", phase -> phase(phase, terms));
    Optional<Upfront> upfront =
        item.has("upfront") ? upfront(item.mapping("upfront"), terms) : Optional.empty();
    return phases.isEmpty()
        ? Optional.empty()
        : item.made(
            () ->
                new HourlyTerms(
                    phases.stream().map(phase -> phase.orElseThrow()).toList(), upfront));
  }

  private static Optional<HourlyTerms.Phase> phase(YamlMapping item, Terms terms) {
    Instant from = item.optional("from", INSTANT, Scalars::instant).orElse(terms.from());
    Instant to = item.optional("to", INSTANT, Scalars::instant).orElse(terms.to());
    Amount committed = item.required("committed", Amount.ZERO, QUANTITY, Scalars::quantity);
    Money fee =
        item.optional("fee", PER_HOUR, CommitmentsSection::perHour)
            .orElse(Money.zero(terms.currency()));
    if (!fee.currency().equals(terms.currency())) {
      item.fault("fee", fee + "/hour is not in " + terms.currency());
    }
    return item.made(() -> new HourlyTerms.Phase(new TimeRange(from, to), committed, fee.amount()));
  }

  private static Optional<Upfront> upfront(YamlMapping item, Terms terms) {
    Amount amount = item.required("amount", Amount.ZERO, AMOUNT, Scalars::positiveAmount);
    Amount transferred = item.optional("transferred", AMOUNT, Scalars::price).orElse(Amount.ZERO);
    Instant paidAt = item.optional("paidAt", INSTANT, Scalars::instant).orElse(terms.from());
    item.done();
    return item.made(() -> new Upfront(amount, transferred, paidAt));
  }

  private static Optional<PrepaidTerms> stock(YamlMapping item) {
    Amount quantity = item.required("quantity", Amount.ZERO, QUANTITY, Scalars::quantity);
    String unit = item.requiredText("unit");
    Amount price = item.required("price", Amount.ZERO, AMOUNT, Scalars::price);
    Instant paidAt = item.required("paidAt", Instant.EPOCH, INSTANT, Scalars::instant);
    item.done();
    return item.made(() -> new PrepaidTerms(quantity, unit, price, paidAt));
  }

  private static Optional<TakeOrPayTerms> monthly(YamlMapping item) {
    Amount minimum = item.required("minimum", Amount.ZERO, QUANTITY, Scalars::quantity);
    String unit = item.requiredText("unit");
    ZoneId zone =
        item.optional("zone", "a time zone such as Europe/Berlin", ZoneId::of)
            .orElse(ZoneOffset.UTC);
    TieredRate.Mode mode =
        item.optional(
                "mode",
                Scalars.words(TieredRate.Mode.class),
                text -> Scalars.word(TieredRate.Mode.class, text))
            .orElse(TieredRate.Mode.GRADUATED);
    List<Optional<TieredRate.Tier>> tiers =
        item.mappings(
            "tiers",
            tier -> {
              Amount from = tier.optional("from", QUANTITY, Scalars::quantity).orElse(Amount.ZERO);
              Amount perUnit = tier.required("perUnit", Amount.ZERO, AMOUNT, Scalars::price);
              return tier.made(() -> new TieredRate.Tier(from, perUnit));
            });
    Optional<MakeUpTerms> makeUp =
        item.has("makeUp") ? MakeUpSection.read(item.mapping("makeUp")) : Optional.empty();
    item.done();
    return item.made(
        () ->
            new TakeOrPayTerms(
                minimum,
                unit,
                new TieredRate(mode, tiers.stream().map(tier -> tier.orElseThrow()).toList()),
                zone,
                makeUp));
  }

  private Optional<SpendTerms> spend() {
    List<Optional<SpendTarget>> targets = item.mappings("targets", CommitmentsSection::target);
    return targets.isEmpty()
        ? Optional.empty()
        : item.made(
            () -> new SpendTerms(targets.stream().map(target -> target.orElseThrow()).toList()));
  }

  private static Optional<SpendTarget> target(YamlMapping item) {
    Instant from = item.required("from", Instant.EPOCH, INSTANT, Scalars::instant);
    Instant to = item.required("to", Instant.MAX, INSTANT, Scalars::instant);
    Amount committed = item.required("committed", Amount.ZERO, AMOUNT, Scalars::positiveAmount);
    Optional<Amount> limit = item.optional("marketplaceLimit", AMOUNT, Scalars::price);
    Optional<Amount> share =
        item.optional("marketplaceShare", "a share from \"0\" to \"1\"", Scalars::quantity);
    if (limit.isPresent() && share.isPresent()) {
      item.fault("marketplaceShare", "give either \"marketplaceLimit\" or \"marketplaceShare\"");
    }
    return item.made(
        () ->
            share.isPresent()
                ? SpendTarget.withShare(new TimeRange(from, to), committed, share.get())
                : new SpendTarget(new TimeRange(from, to), committed, limit.orElse(Amount.ZERO)));
  }

  private static Optional<Ending> ending(YamlMapping item) {
    Instant at = item.required("at", Instant.EPOCH, INSTANT, Scalars::instant);
    Ending.Kind kind =
        item.required(
            "kind",
            Ending.Kind.CANCELED,
            Scalars.words(Ending.Kind.class),
            text -> Scalars.word(Ending.Kind.class, text));
    // Below zero where ending cost a fee.
    Amount credit =
        item.optional("credit", "an amount such as \"30000\"", Amount::parse).orElse(Amount.ZERO);
    String successor = item.text("successor", "");
    item.done();
    return item.made(() -> new Ending(at, kind, credit, successor));
  }

  private Optional<Filter> devices() {
    Optional<Filter> devices = item.optional("devices", Names.FILTER, Filter::parse);
    List<String> unknown = new ArrayList<>();
    devices.ifPresent(
        filter ->
            filter.keys().stream()
                .filter(key -> !DEVICE_KEYS.contains(key.name()))
                .forEach(key -> unknown.add(key.text())));
    if (!unknown.isEmpty()) {
      item.fault(
          "devices",
          String.join(", ", unknown) + ": devices are told by cluster, node and deviceModel");
    }
    return devices;
  }

  private static Money perHour(String text) {
    return TypedPrice.read(text, TypedPrice.PerHour.class).perUnit();
  }
}
