package io.gpuledger.cost.budget;

import io.gpuledger.cost.allocation.Owner;
import io.gpuledger.cost.device.DeviceId;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Split;
import io.gpuledger.cost.price.DeviceTimePrice;
import io.gpuledger.cost.price.PaidTime;
import io.gpuledger.cost.price.RateBook;
import io.gpuledger.cost.price.Sevenths;
import io.gpuledger.cost.usage.DeviceFacts;
import io.gpuledger.cost.usage.DeviceKeys;
import io.gpuledger.cost.usage.Hold;
import io.gpuledger.cost.usage.Holder;
import io.gpuledger.cost.usage.Observation;
import io.gpuledger.cost.usage.State;
import io.gpuledger.cost.usage.StateRules;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Prices the device time that one scrape of a node shows to be over, by budget. Rules and example:
 * docs/rules/spend-guard.md.
 */
public final class NodeSpend {
  /** Stands in where somebody unlabelled has a device. */
  public static final Hold UNKNOWN = Hold.of(List.of(Holder.UNKNOWN), holder -> "");

  private static final Amount ONE = Amount.of(1);

  private final Terms terms;
  private final String source;
  private final Sevenths sevenths;
  private final Map<String, Sum> sums = new LinkedHashMap<>();
  private final HolderSums byHolder;
  private final Map<ZoneId, ZoneDays> zones = new HashMap<>();
  private final Map<DeviceId, Seen> latestByDevice = new LinkedHashMap<>();
  private final Set<String> scopes = new TreeSet<>();
  private boolean changed;
  private long latestNanos;

  /** What devices are priced and attributed by. */
  public interface Terms {
    Collection<WatchedBudget> budgets();

    /** Those of them whose filter a bearer's values pass, in their order. */
    default List<WatchedBudget> budgetsOf(Function<GroupKey, String> values) {
      return budgets().stream().filter(watched -> watched.filter().matches(values)).toList();
    }

    RateBook rates();

    /** From where on holders are told of. */
    default HolderGates gates() {
      return HolderGates.NONE;
    }

    Owner ownerOf(DeviceId device, DeviceFacts facts, Holder holder, Instant at);
  }

  /**
   * A device as its latest sample showed it.
   *
   * @param heldSinceNanos since when its holders have it
   */
  public record Seen(
      DeviceId device, DeviceFacts facts, Observation observation, long heldSinceNanos) {
    long atNanos() {
      return observation.atNanos();
    }

    /** In order of their keys. */
    List<Holder> holders() {
      return observation.hold().groups().stream()
          .flatMap(group -> group.holders().stream())
          .sorted()
          .toList();
    }
  }

  /**
   * A sample of a device.
   *
   * @param observation with {@link #UNKNOWN} for somebody unlabelled
   * @param rules those of the device's model
   */
  public record Reading(
      DeviceId device, DeviceFacts facts, Observation observation, StateRules rules) {}

  /** Sums of one budget. */
  private static final class Sum {
    final WatchedBudget watched;
    final SortedMap<LocalDate, BigInteger> spentByDay = new TreeMap<>();
    final SortedMap<Long, BigInteger> spentByBucket = new TreeMap<>();
    BigInteger burn = BigInteger.ZERO;
    boolean hasUnpriced;
    final Map<String, BigInteger> burnByHolder = new TreeMap<>();
    final Map<String, Long> sinceByHolder = new TreeMap<>();
    final Map<String, String> userByHolder = new TreeMap<>();
    final Set<String> unpriced = new TreeSet<>();

    Sum(WatchedBudget watched) {
      this.watched = watched;
    }

    void spent(Charge charge) {
      charge.byDay.forEach((day, spent) -> spentByDay.merge(day, spent, BigInteger::add));
      charge.byBucket.forEach(
          (bucket, spent) -> spentByBucket.merge(bucket, spent, BigInteger::add));
    }
  }

  /** Budgets whose days and denomination are the same are charged the same. */
  private record Basis(ZoneId zone, String denomination) {
    static Basis of(WatchedBudget watched) {
      return new Basis(watched.zone(), watched.denomination());
    }
  }

  /**
   * A scrape of which nothing is taken yet.
   *
   * @param source the configured source, or empty
   * @param sevenths knows all devices of the scrape
   */
  public NodeSpend(Terms terms, String source, Sevenths sevenths) {
    this.terms = terms;
    this.source = source;
    this.sevenths = sevenths;
    this.byHolder = new HolderSums(terms.gates().currencies());
  }

  /**
   * Takes a sample in: charges the time since the one before, and counts what the device costs now.
   * Another sample of the same instant is merged field by field and charges nothing.
   *
   * @param before the device so far; null where it is new
   * @return the device from now on; empty where the sample says nothing new
   */
  public Optional<Seen> take(@Nullable Seen before, Reading reading) {
    DeviceId device = reading.device();
    Observation sample = reading.observation();
    if (before == null) {
      return Optional.of(changed(new Seen(device, reading.facts(), sample, sample.atNanos())));
    }
    if (sample.atNanos() < before.atNanos()) {
      return Optional.empty();
    }
    Observation now = sample;
    if (sample.atNanos() > before.atNanos()) {
      charge(before, sample.atNanos());
    } else {
      now = before.observation().merge(sample, reading.rules(), UNKNOWN);
      if (now.isSameAs(before.observation())) {
        latestByDevice.put(device, before);
        return Optional.empty();
      }
    }
    boolean sameHold = before.observation().hold().equals(now.hold());
    long heldSince = sameHold ? before.heldSinceNanos() : now.atNanos();
    DeviceFacts facts = reading.facts().orElse(before.facts());
    return Optional.of(changed(new Seen(device, facts, now, heldSince)));
  }

  private Seen changed(Seen now) {
    changed = true;
    latestNanos = Math.max(latestNanos, now.atNanos());
    latestByDevice.put(now.device(), now);
    return now;
  }

  private void charge(Seen before, long untilNanos) {
    Observation observation = before.observation();
    int share = sevenths.of(before.device(), before.facts().migProfile());
    for (PaidTime.Part part :
        PaidTime.between(before.atNanos(), observation.cadenceNanos(), untilNanos)) {
      List<Holder> holders = part.held() ? before.holders() : List.of();
      State state = part.held() ? observation.verdict().state() : State.UNOBSERVED;
      Instant at = instant(part.fromNanos());
      for (Bearer bearer : bearers(before, holders, state, at)) {
        for (String currency : byHolder.currenciesOf(bearer)) {
          BigInteger spent =
              rate(before, currency, at)
                  .map(rate -> bearer.partOf(product(part.nanos(), rate, share)))
                  .orElse(BigInteger.ZERO);
          byHolder.of(bearer, currency).spent(spent);
        }
        Map<Basis, Optional<Charge>> charges = new HashMap<>();
        for (WatchedBudget watched : budgetsOf(bearer)) {
          Sum sum = sum(watched);
          Optional<Charge> charge =
              charges.computeIfAbsent(
                  Basis.of(watched), basis -> charge(before, part, bearer, share, basis));
          charge.ifPresentOrElse(sum::spent, () -> sum.unpriced.add(before.facts().model()));
        }
      }
    }
  }

  /** What a bearer is charged for a range, by the days of a zone and by buckets. */
  private record Charge(Map<LocalDate, BigInteger> byDay, Map<Long, BigInteger> byBucket) {}

  /** What a bearer is charged for a range; empty where the model has no rate. */
  private Optional<Charge> charge(
      Seen seen, PaidTime.Part part, Bearer bearer, int share, Basis basis) {
    Optional<Amount> rate = rate(seen, basis.denomination, instant(part.fromNanos()));
    if (rate.isEmpty()) {
      return Optional.empty();
    }
    Map<LocalDate, BigInteger> days = new TreeMap<>();
    zone(basis.zone)
        .cut(
            part.fromNanos(),
            part.toNanos(),
            (day, nanos) -> days.put(day, bearer.partOf(product(nanos, rate.get(), share))));
    Map<Long, BigInteger> buckets = new TreeMap<>();
    BurnBuckets.cut(
        part.fromNanos(),
        part.toNanos(),
        (bucket, nanos) -> buckets.put(bucket, bearer.partOf(product(nanos, rate.get(), share))));
    return Optional.of(new Charge(days, buckets));
  }

  private static BigInteger product(long nanos, Amount rate, int share) {
    return DeviceTimePrice.product(nanos, rate).multiply(BigInteger.valueOf(share));
  }

  private ZoneDays zone(ZoneId id) {
    return zones.computeIfAbsent(id, ZoneDays::new);
  }

  private void burn(Seen now) {
    Instant at = instant(now.atNanos());
    int share = sevenths.of(now.device(), now.facts().migProfile());
    for (Bearer bearer : bearers(now, now.holders(), now.observation().verdict().state(), at)) {
      for (String currency : byHolder.currenciesOf(bearer)) {
        byHolder
            .of(bearer, currency)
            .holds(now, bearer, share, rate(now, currency, at).map(Amount::unscaled));
      }
      for (WatchedBudget watched : budgetsOf(bearer)) {
        Sum sum = sum(watched);
        scopes.add(watched.budget().id());
        Optional<Amount> rate = rate(now, watched.denomination(), at);
        if (rate.isEmpty()) {
          sum.unpriced.add(now.facts().model());
          sum.hasUnpriced = true;
          continue;
        }
        BigInteger whole = rate.get().unscaled().multiply(BigInteger.valueOf(share));
        BigInteger burn = bearer.partOf(whole);
        sum.burn = sum.burn.add(burn);
        if (!bearer.key.isEmpty()) {
          sum.burnByHolder.merge(bearer.key, burn, BigInteger::add);
          sum.sinceByHolder.merge(bearer.key, now.heldSinceNanos(), Math::min);
          sum.userByHolder.put(bearer.key, bearer.user);
        }
      }
    }
  }

  private List<WatchedBudget> budgetsOf(Bearer bearer) {
    return terms.budgetsOf(bearer.values);
  }

  private Sum sum(WatchedBudget watched) {
    return sums.computeIfAbsent(watched.budget().id(), any -> new Sum(watched));
  }

  /** Of hours, each is one. */
  private Optional<Amount> rate(Seen seen, String denomination, Instant at) {
    return denomination.equals(BudgetUnit.HOURS)
        ? Optional.of(ONE)
        : terms
            .rates()
            .rateOf(seen.facts().model(), denomination, at)
            .map(rate -> rate.perDeviceHour().amount());
  }

  /**
   * One of some equal bearers of a device's time.
   *
   * @param key the holder's, or empty where nobody holds it
   * @param team who bears its cost
   * @param index which of them
   * @param of how many they are
   */
  record Bearer(
      String key, String user, String team, int index, int of, Function<GroupKey, String> values) {
    BigInteger partOf(BigInteger whole) {
      return Split.equalPart(whole, of, index);
    }
  }

  private List<Bearer> bearers(Seen seen, List<Holder> holders, State state, Instant at) {
    if (holders.isEmpty()) {
      Holder nobody = new Holder(Holder.Kind.UNKNOWN, "", "", "", "");
      return List.of(new Bearer("", "", "", 0, 1, values(seen, nobody, Owner.UNATTRIBUTED, state)));
    }
    List<Bearer> bearers = new ArrayList<>(holders.size());
    for (Holder holder : holders) {
      Owner owner = terms.ownerOf(seen.device(), seen.facts(), holder, at);
      bearers.add(
          new Bearer(
              holder.key(),
              holder.user(),
              owner.team(),
              bearers.size(),
              holders.size(),
              values(seen, holder, owner, state)));
    }
    return bearers;
  }

  private Function<GroupKey, String> values(Seen seen, Holder holder, Owner owner, State state) {
    Function<GroupKey, String> device = DeviceKeys.of(seen.device(), seen.facts(), holder);
    return key ->
        switch (key.name()) {
          case TEAM -> owner.team();
          case COST_CENTER -> owner.costCenter();
          case PROJECT -> owner.project();
          case ENVIRONMENT -> owner.environment();
          case STATE -> state.code();
          case SOURCE -> source.isEmpty() ? GroupKey.MISSING : source;
          case HOLDER -> holder.workload().isEmpty() ? GroupKey.MISSING : holder.key();
          default -> device.apply(key);
        };
  }

  /** How long the node is seen without a silence, with this scrape; empty where it said nothing. */
  public Optional<NodeHeard> heard(@Nullable NodeHeard before) {
    if (!changed) {
      return Optional.empty();
    }
    long at = Math.floorDiv(latestNanos, 1_000L);
    return Optional.of(before == null ? NodeHeard.first(at) : before.and(at));
  }

  /**
   * Ends the scrape: one element a budget and day; none where it said nothing new.
   *
   * @param heard as {@link #heard} says
   */
  public List<SpendAddition> additions(NodeHeard heard) {
    List<SpendAddition> additions = new ArrayList<>();
    if (changed) {
      latestByDevice.values().forEach(this::burn);
      sums.values().forEach(sum -> addAdditions(sum, heard, additions));
    }
    return additions;
  }

  /** The ids of the budgets that have devices of the scrape in scope, after {@link #additions}. */
  public Set<String> scopes() {
    return Collections.unmodifiableSet(scopes);
  }

  /**
   * After {@link #additions}: that the node has nothing more in the scope of budgets of which that
   * says nothing.
   *
   * @param left their ids
   */
  public List<SpendAddition> nothingMore(Set<String> left, NodeHeard heard) {
    List<SpendAddition> additions = new ArrayList<>();
    for (WatchedBudget watched : terms.budgets()) {
      String id = watched.budget().id();
      if (left.contains(id) && !sums.containsKey(id)) {
        addAdditions(new Sum(watched), heard, additions);
      }
    }
    return additions;
  }

  /** What the scrape says of holders, after {@link #additions}. */
  public List<HolderAddition> holders() {
    return changed ? byHolder.additions(Math.floorDiv(latestNanos, 1_000L)) : List.of();
  }

  private void addAdditions(Sum sum, NodeHeard heard, List<SpendAddition> additions) {
    Burn burn = burnOf(sum);
    List<String> unpriced = List.copyOf(sum.unpriced);
    if (sum.spentByDay.isEmpty()) {
      sum.spentByDay.put(zone(sum.watched.zone()).dayAt(latestNanos), BigInteger.ZERO);
    }
    RecentSpend recent = new RecentSpend(new BurnBuckets(sum.spentByBucket), heard.sinceMicros());
    LocalDate last = sum.spentByDay.lastKey();
    sum.spentByDay.forEach(
        (day, spent) ->
            additions.add(
                new SpendAddition(
                    sum.watched,
                    day,
                    spent,
                    unpriced,
                    burn,
                    day.equals(last) ? recent : recent.nothing())));
  }

  private Burn burnOf(Sum sum) {
    String top = "";
    BigInteger topBurn = BigInteger.ZERO;
    for (Map.Entry<String, BigInteger> entry : sum.burnByHolder.entrySet()) {
      if (entry.getValue().compareTo(topBurn) > 0) {
        top = entry.getKey();
        topBurn = entry.getValue();
      }
    }
    return new Burn(
        DeviceTimePrice.perHour(sum.burn, Sevenths.WHOLE),
        top,
        sum.userByHolder.getOrDefault(top, ""),
        DeviceTimePrice.perHour(topBurn, Sevenths.WHOLE),
        Math.floorDiv(sum.sinceByHolder.getOrDefault(top, 0L), 1_000L),
        Math.floorDiv(latestNanos, 1_000L),
        sum.hasUnpriced);
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(0, nanos);
  }
}
