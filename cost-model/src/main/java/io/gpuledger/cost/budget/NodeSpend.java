package io.gpuledger.cost.budget;

import io.gpuledger.cost.allocation.Owner;
import io.gpuledger.cost.device.DeviceId;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.money.Split;
import io.gpuledger.cost.price.DeviceTimePrice;
import io.gpuledger.cost.price.HourlyRate;
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
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  private final Terms terms;
  private final String source;
  private final Sevenths sevenths;
  private final Map<WatchedBudget, Map<YearMonth, Sum>> sums = new LinkedHashMap<>();
  private final Map<DeviceId, Seen> latestByDevice = new LinkedHashMap<>();
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

  /** Sums of one budget in one month. */
  private static final class Sum {
    BigInteger spent = BigInteger.ZERO;
    BigInteger burn = BigInteger.ZERO;
    final Map<String, BigInteger> burnByHolder = new TreeMap<>();
    final Map<String, Long> sinceByHolder = new TreeMap<>();
    final Map<String, String> userByHolder = new TreeMap<>();
    final Set<String> unpriced = new TreeSet<>();
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
        for (WatchedBudget watched : budgetsOf(bearer)) {
          Sum sum = sum(watched, part.month());
          Optional<Money> rate = rate(before, watched, at);
          if (rate.isEmpty()) {
            sum.unpriced.add(before.facts().model());
          } else {
            BigInteger whole =
                DeviceTimePrice.product(part.nanos(), rate.get().amount())
                    .multiply(BigInteger.valueOf(share));
            sum.spent = sum.spent.add(bearer.partOf(whole));
          }
        }
      }
    }
  }

  private void burn(Seen now) {
    Instant at = instant(now.atNanos());
    YearMonth month = YearMonth.from(at.atOffset(ZoneOffset.UTC));
    int share = sevenths.of(now.device(), now.facts().migProfile());
    for (Bearer bearer : bearers(now, now.holders(), now.observation().verdict().state(), at)) {
      for (WatchedBudget watched : budgetsOf(bearer)) {
        Sum sum = sum(watched, month);
        Optional<Money> rate = rate(now, watched, at);
        if (rate.isEmpty()) {
          sum.unpriced.add(now.facts().model());
          continue;
        }
        BigInteger whole = rate.get().amount().unscaled().multiply(BigInteger.valueOf(share));
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

  private Sum sum(WatchedBudget watched, YearMonth month) {
    return sums.computeIfAbsent(watched, any -> new TreeMap<>())
        .computeIfAbsent(month, any -> new Sum());
  }

  private Optional<Money> rate(Seen seen, WatchedBudget watched, Instant at) {
    String currency = watched.budget().limit().currency();
    return terms.rates().rateOf(seen.facts().model(), currency, at).map(HourlyRate::perDeviceHour);
  }

  /**
   * One of some equal bearers of a device's time.
   *
   * @param key the holder's, or empty where nobody holds it
   * @param index which of them
   * @param of how many they are
   */
  private record Bearer(
      String key, String user, int index, int of, Function<GroupKey, String> values) {
    BigInteger partOf(BigInteger whole) {
      return Split.equalPart(whole, of, index);
    }
  }

  private List<Bearer> bearers(Seen seen, List<Holder> holders, State state, Instant at) {
    if (holders.isEmpty()) {
      Holder nobody = new Holder(Holder.Kind.UNKNOWN, "", "", "", "");
      return List.of(new Bearer("", "", 0, 1, values(seen, nobody, Owner.UNATTRIBUTED, state)));
    }
    List<Bearer> bearers = new ArrayList<>(holders.size());
    for (Holder holder : holders) {
      Owner owner = terms.ownerOf(seen.device(), seen.facts(), holder, at);
      bearers.add(
          new Bearer(
              holder.key(),
              holder.user(),
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

  /** Ends the scrape: one element a budget and month; none where it said nothing new. */
  public List<SpendAddition> additions() {
    List<SpendAddition> additions = new ArrayList<>();
    if (changed) {
      latestByDevice.values().forEach(this::burn);
      sums.forEach(
          (watched, months) ->
              months.forEach((month, sum) -> additions.add(addition(watched, month, sum))));
    }
    return additions;
  }

  private SpendAddition addition(WatchedBudget watched, YearMonth month, Sum sum) {
    String top = "";
    BigInteger topBurn = BigInteger.ZERO;
    for (Map.Entry<String, BigInteger> entry : sum.burnByHolder.entrySet()) {
      if (entry.getValue().compareTo(topBurn) > 0) {
        top = entry.getKey();
        topBurn = entry.getValue();
      }
    }
    Burn burn =
        new Burn(
            DeviceTimePrice.perHour(sum.burn, Sevenths.WHOLE),
            top,
            sum.userByHolder.getOrDefault(top, ""),
            DeviceTimePrice.perHour(topBurn, Sevenths.WHOLE),
            Math.floorDiv(sum.sinceByHolder.getOrDefault(top, 0L), 1_000L),
            Math.floorDiv(latestNanos, 1_000L));
    return new SpendAddition(
        watched.budget(),
        watched.filter().text(),
        month,
        sum.spent,
        List.copyOf(sum.unpriced),
        burn);
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(0, nanos);
  }
}
