package io.gpuledger.streaming.guard;

import com.google.protobuf.InvalidProtocolBufferException;
import io.gpuledger.cost.allocation.Owner;
import io.gpuledger.cost.device.DeviceId;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.price.DeviceTimePrice;
import io.gpuledger.cost.price.HourlyRate;
import io.gpuledger.cost.usage.DeviceFacts;
import io.gpuledger.cost.usage.FixedPoint;
import io.gpuledger.cost.usage.Holder;
import io.gpuledger.cost.usage.State;
import io.gpuledger.cost.usage.StateRules;
import io.gpuledger.ingest.wire.DeviceSample;
import io.gpuledger.ingest.wire.HolderRef;
import io.gpuledger.ingest.wire.SampleBatch;
import io.gpuledger.ingest.wire.Topics;
import io.gpuledger.streaming.control.ControlBook;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Prices the device time that a node scrape shows to be over, by budget. */
final class ScrapeSpend {
  /** A device is paid for so long after its last sample. */
  static final Duration INVENTORY = Duration.ofHours(24);

  /** The longest time that a sample says anything about its holders. */
  private static final long LONGEST_WEIGHT_NANOS = 300_000_000_000L;

  /** Shares of a partitioned device are counted in sevenths, as compute slices are. */
  private static final int SEVENTHS = 7;

  private final GuardBook book;

  ScrapeSpend(GuardBook book) {
    this.book = book;
  }

  static String key(DeviceSample sample) {
    return sample.getUuid() + "|" + sample.getGpuInstance() + "|" + sample.getComputeInstance();
  }

  Scrape open(SampleBatch batch) {
    return new Scrape(batch);
  }

  /** Sums of one budget in one month. */
  private static final class Sum {
    BigInteger products = BigInteger.ZERO;
    BigInteger burn = BigInteger.ZERO;
    final Map<String, BigInteger> burnByHolder = new TreeMap<>();
    final Map<String, Long> sinceByHolder = new TreeMap<>();
    final Map<String, String> userByHolder = new TreeMap<>();
    final Set<String> unpriced = new TreeSet<>();
  }

  /** One scrape of a node. */
  final class Scrape {
    private final SampleBatch batch;
    private final Map<String, Integer> slicedSevenths = new TreeMap<>();
    private final Map<GuardBook.Watched, Map<YearMonth, Sum>> sums = new LinkedHashMap<>();
    private long latestNanos;

    private Scrape(SampleBatch batch) {
      this.batch = batch;
      Set<String> instances = new HashSet<>();
      for (DeviceSample sample : batch.getSamplesList()) {
        if (!sample.getGpuInstance().isEmpty() && instances.add(key(sample))) {
          slicedSevenths.merge(sample.getUuid(), sevenths(sample), Integer::sum);
        }
      }
    }

    /** Charges the time since the sample before, and says what the time from now on is. */
    DeviceSeen take(DeviceSample sample, @Nullable DeviceSeen before)
        throws InvalidProtocolBufferException {
      latestNanos = Math.max(latestNanos, sample.getAtNanos());
      if (before != null) {
        charge(before, sample.getAtNanos());
      }
      DeviceSeen now = seen(sample, before);
      burn(sample, now);
      return now;
    }

    private void charge(DeviceSeen before, long untilNanos) throws InvalidProtocolBufferException {
      long cap =
          before.cadenceNanos() > 0
              ? Math.min(2 * before.cadenceNanos(), LONGEST_WEIGHT_NANOS)
              : LONGEST_WEIGHT_NANOS;
      long end = Math.min(untilNanos, before.atNanos() + INVENTORY.toNanos());
      long held = Math.min(end, before.atNanos() + cap);
      DeviceSample named = DeviceSample.parseFrom(before.identity());
      List<Holder> holders = holders(DeviceSample.parseFrom(before.holders()));
      price(named, holders, before.state(), before.atNanos(), held);
      if (held < end) {
        price(named, List.of(), State.UNOBSERVED.code(), held, end);
      }
    }

    /** Charges a range month by month; holders bear it in equal shares. */
    private void price(
        DeviceSample named, List<Holder> holders, String state, long fromNanos, long toNanos) {
      long from = fromNanos;
      while (from < toNanos) {
        YearMonth month = YearMonth.from(instant(from).atOffset(ZoneOffset.UTC));
        long next =
            Math.multiplyExact(
                month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond(),
                1_000_000_000L);
        long to = Math.min(toNanos, next);
        for (Bearer bearer : bearers(named, holders, state, from)) {
          long nanos = (to - from) * share(named) / SEVENTHS;
          add(bearer, month, nanos, instant(from));
        }
        from = to;
      }
    }

    private void add(Bearer bearer, YearMonth month, long nanos, Instant at) {
      for (GuardBook.Watched watched : book.budgets()) {
        if (!watched.filter().matches(bearer.values)) {
          continue;
        }
        Sum sum =
            sums.computeIfAbsent(watched, any -> new TreeMap<>())
                .computeIfAbsent(month, any -> new Sum());
        Optional<Money> rate = rate(bearer.model, watched, at);
        if (rate.isEmpty()) {
          sum.unpriced.add(bearer.model);
        } else {
          BigInteger product = DeviceTimePrice.product(nanos, rate.get().amount());
          sum.products = sum.products.add(product.divide(BigInteger.valueOf(bearer.of)));
        }
      }
    }

    /** Adds a device to what its budgets cost per hour now. */
    private void burn(DeviceSample sample, DeviceSeen now) throws InvalidProtocolBufferException {
      YearMonth month = YearMonth.from(instant(now.atNanos()).atOffset(ZoneOffset.UTC));
      List<Holder> holders = holders(DeviceSample.parseFrom(now.holders()));
      for (Bearer bearer : bearers(sample, holders, now.state(), now.atNanos())) {
        for (GuardBook.Watched watched : book.budgets()) {
          if (!watched.filter().matches(bearer.values)) {
            continue;
          }
          Sum sum =
              sums.computeIfAbsent(watched, any -> new TreeMap<>())
                  .computeIfAbsent(month, any -> new Sum());
          Optional<Money> rate = rate(bearer.model, watched, instant(now.atNanos()));
          if (rate.isEmpty()) {
            sum.unpriced.add(bearer.model);
            continue;
          }
          BigInteger burn =
              rate.get()
                  .amount()
                  .unscaled()
                  .multiply(BigInteger.valueOf(share(sample)))
                  .divide(BigInteger.valueOf((long) SEVENTHS * bearer.of));
          sum.burn = sum.burn.add(burn);
          if (!bearer.holder.isEmpty()) {
            sum.burnByHolder.merge(bearer.holder, burn, BigInteger::add);
            sum.sinceByHolder.merge(bearer.holder, now.heldSinceNanos(), Math::min);
            sum.userByHolder.put(bearer.holder, bearer.user);
          }
        }
      }
    }

    private Optional<Money> rate(String model, GuardBook.Watched watched, Instant at) {
      return book.rates()
          .rateOf(model, watched.budget().limit().currency(), at)
          .map(HourlyRate::perDeviceHour);
    }

    /** One of {@code of} equal bearers of a device's time. */
    private record Bearer(
        String model, String holder, String user, int of, Function<GroupKey, String> values) {}

    private List<Bearer> bearers(
        DeviceSample named, List<Holder> holders, String state, long atNanos) {
      DeviceId id =
          new DeviceId(
              batch.getCluster(),
              named.getUuid(),
              named.getGpuInstance(),
              named.getComputeInstance());
      DeviceFacts facts =
          new DeviceFacts(
              batch.getNode(), named.getIndex(), named.getModel(), named.getMigProfile());
      List<Bearer> bearers = new ArrayList<>();
      for (Holder holder : holders) {
        Owner owner = book.control().ownerOf(id, facts, holder, instant(atNanos));
        bearers.add(
            new Bearer(
                facts.model(),
                holder.key(),
                holder.user(),
                holders.size(),
                values(id, facts, holder, owner, state)));
      }
      if (holders.isEmpty()) {
        Holder nobody = new Holder(Holder.Kind.UNKNOWN, "", "", "", "");
        bearers.add(
            new Bearer(
                facts.model(), "", "", 1, values(id, facts, nobody, Owner.UNATTRIBUTED, state)));
      }
      return bearers;
    }

    private Function<GroupKey, String> values(
        DeviceId id, DeviceFacts facts, Holder holder, Owner owner, String state) {
      Function<GroupKey, String> device = ControlBook.values(id, facts, holder);
      return key ->
          switch (key.name()) {
            case TEAM -> owner.team();
            case COST_CENTER -> owner.costCenter();
            case PROJECT -> owner.project();
            case ENVIRONMENT -> owner.environment();
            case STATE -> state;
            case SOURCE -> batch.getSource().isEmpty() ? GroupKey.MISSING : batch.getSource();
            case HOLDER -> holder.workload().isEmpty() ? GroupKey.MISSING : holder.key();
            default -> device.apply(key);
          };
    }

    /** The sevenths of a physical device that this one is paid as. */
    private int share(DeviceSample named) {
      if (!named.getGpuInstance().isEmpty()) {
        return sevenths(named);
      }
      return Math.max(0, SEVENTHS - slicedSevenths.getOrDefault(named.getUuid(), 0));
    }

    private DeviceSeen seen(DeviceSample sample, @Nullable DeviceSeen before) {
      StateRules rules = book.control().rules(sample.getModel());
      int busy = sample.hasBusyRatio() ? FixedPoint.ratio(sample.getBusyRatio()) : -1;
      int sm = sample.hasSmActiveRatio() ? FixedPoint.ratio(sample.getSmActiveRatio()) : -1;
      int tensor =
          sample.hasTensorActiveRatio() ? FixedPoint.ratio(sample.getTensorActiveRatio()) : -1;
      long memory = sample.hasMemoryUsedBytes() ? sample.getMemoryUsedBytes() : -1;
      DeviceSample.Builder holders =
          DeviceSample.newBuilder().addAllHolders(sample.getHoldersList());
      if (sample.getHoldersCount() == 0 && rules.isHeldByUnknown(busy, memory)) {
        holders.addHolders(
            HolderRef.newBuilder().setKind(UNKNOWN_KIND).setWorkload(Holder.UNKNOWN.workload()));
      }
      boolean held = holders.getHoldersCount() > 0;
      byte[] encoded = holders.build().toByteArray();
      boolean same = before != null && java.util.Arrays.equals(before.holders(), encoded);
      return new DeviceSeen(
          sample.getAtNanos(),
          batch.getCadenceNanos(),
          DeviceSample.newBuilder()
              .setUuid(sample.getUuid())
              .setGpuInstance(sample.getGpuInstance())
              .setComputeInstance(sample.getComputeInstance())
              .setIndex(sample.getIndex())
              .setModel(sample.getModel())
              .setMigProfile(sample.getMigProfile())
              .build()
              .toByteArray(),
          encoded,
          rules.verdict(busy, sm, tensor, held).state().code(),
          same && before != null ? before.heldSinceNanos() : sample.getAtNanos());
    }

    /** What the scrape adds, one element a budget and month. */
    List<SpendIncrement> increments() {
      List<SpendIncrement> increments = new ArrayList<>();
      sums.forEach(
          (watched, months) ->
              months.forEach((month, sum) -> increments.add(increment(watched, month, sum))));
      return increments;
    }

    private SpendIncrement increment(GuardBook.Watched watched, YearMonth month, Sum sum) {
      String top = "";
      BigInteger topBurn = BigInteger.ZERO;
      for (Map.Entry<String, BigInteger> entry : sum.burnByHolder.entrySet()) {
        if (entry.getValue().compareTo(topBurn) > 0) {
          top = entry.getKey();
          topBurn = entry.getValue();
        }
      }
      return new SpendIncrement(
          watched.budget().id(),
          watched.budget().version(),
          watched.filter().text(),
          watched.budget().limit().currency(),
          watched.budget().limit().amount().unscaled().toByteArray(),
          watched.budget().thresholdPercents(),
          month.toString(),
          Topics.nodeKey(batch.getCluster(), batch.getNode()),
          sum.products.toByteArray(),
          sum.burn.toByteArray(),
          top,
          sum.userByHolder.getOrDefault(top, ""),
          topBurn.toByteArray(),
          Math.floorDiv(sum.sinceByHolder.getOrDefault(top, 0L), 1_000L),
          List.copyOf(sum.unpriced),
          Math.floorDiv(latestNanos, 1_000L));
    }
  }

  /** Number of {@link Holder.Kind#UNKNOWN} on the wire. */
  private static final int UNKNOWN_KIND = 3;

  private static final Holder.Kind[] KINDS = Holder.Kind.values();

  private static List<Holder> holders(DeviceSample sample) {
    TreeSet<Holder> holders = new TreeSet<>();
    for (HolderRef ref : sample.getHoldersList()) {
      int kind = ref.getKind() >= 0 && ref.getKind() < KINDS.length ? ref.getKind() : UNKNOWN_KIND;
      holders.add(
          new Holder(
              KINDS[kind],
              ref.getNamespace(),
              ref.getWorkload(),
              ref.getContainer(),
              ref.getUser()));
    }
    return List.copyOf(holders);
  }

  /** Compute slices of a MIG profile: {@code 3g.40gb} has 3, {@code 1c.3g.40gb} has 1. */
  private static int sevenths(DeviceSample slice) {
    String profile = slice.getMigProfile();
    boolean counted = profile.length() > 1 && Character.isDigit(profile.charAt(0));
    return counted ? Math.min(SEVENTHS, Math.max(1, profile.charAt(0) - '0')) : 1;
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(0, nanos);
  }
}
