package io.gpuledger.cost.budget;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Fraction;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.cost.price.DeviceTimePrice;
import io.gpuledger.cost.price.Sevenths;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a holder has cost since it was first seen, and which guard stands over it. Both guards tell
 * once, and end only by what is seen: silence is neither idleness nor an end.
 *
 * @param sevenths what it has cost, as in {@link SpendAddition}
 * @param aboveSinceMicros since when it burns above the gate, 0 where it does not
 * @param idleSinceMicros since when all of it is seen idle, 0 where it is not
 * @param standing the guards that have told of it
 */
public record HolderToDate(
    BigInteger sevenths, long aboveSinceMicros, long idleSinceMicros, Set<Guard> standing) {
  /** A holder of which nothing was seen. */
  public static final HolderToDate NEW = new HolderToDate(BigInteger.ZERO, 0, 0, Set.of());

  /** One scrape above the gate is not enough. */
  static final long TWICE_MICROS = 5_000_000L;

  /** Tenths of the gate below which a runaway is over. */
  private static final BigInteger OVER_BELOW = BigInteger.valueOf(9);

  private static final long NANOS_PER_MICRO = 1_000L;

  /** What is watched for. */
  public enum Guard {
    RUNAWAY,
    IDLE;

    /** The word on Kafka and in tables. */
    public String code() {
      return this == RUNAWAY ? "runaway" : "idle";
    }
  }

  /** A guard that begins or ends to stand over a holder. */
  public record Change(Guard guard, boolean ended) {}

  /** A look taken. */
  public record Step(HolderToDate holder, List<Change> changes) {}

  public HolderToDate {
    standing = Set.copyOf(standing);
  }

  /** Whether nothing was heard between two scrapes of a node for too long to know. */
  public static boolean isSilence(long beforeMicros, long nowMicros) {
    return beforeMicros < nowMicros - Burn.HEARD_MICROS;
  }

  /**
   * What it has on all of its nodes, as they were seen last.
   *
   * @param topNode where it costs most, the first by name of equals; empty where it has none
   * @param sinceMicros since when it holds the first of its devices, 0 where it has none
   */
  public record Total(
      Amount perHour, String topNode, int sevenths, long sinceMicros, List<String> unpricedModels) {
    public static Total of(Map<String, HolderOnNode> nodes) {
      Amount sum = Amount.ZERO;
      Amount top = Amount.ZERO;
      String topNode = "";
      int sevenths = 0;
      long since = Long.MAX_VALUE;
      Set<String> unpriced = new TreeSet<>();
      for (Map.Entry<String, HolderOnNode> entry : new TreeMap<>(nodes).entrySet()) {
        HolderOnNode node = entry.getValue();
        sum = sum.plus(node.perHour());
        if (topNode.isEmpty() || node.perHour().compareTo(top) > 0) {
          topNode = entry.getKey();
          top = node.perHour();
        }
        sevenths += node.sevenths();
        since = Math.min(since, node.sinceMicros());
        unpriced.addAll(node.unpricedModels());
      }
      return new Total(sum, topNode, sevenths, nodes.isEmpty() ? 0 : since, List.copyOf(unpriced));
    }
  }

  /** What it has cost, in the currency that it was priced in. */
  public Amount spent() {
    return DeviceTimePrice.amount(sevenths, Sevenths.WHOLE);
  }

  /**
   * Takes what a scrape says.
   *
   * @param nodes all nodes that the holder has devices on, as they were scraped last
   * @param silentBefore whether the node was not heard of for a while before this scrape
   */
  public Step after(
      HolderAddition addition,
      Map<String, HolderOnNode> nodes,
      boolean silentBefore,
      HolderGates gates) {
    long now = addition.now().atMicros();
    Holding holding = Holding.of(nodes, now);
    Set<Guard> stands = EnumSet.noneOf(Guard.class);
    stands.addAll(standing);
    List<Change> changes = new ArrayList<>();
    long above = above(addition, holding, gates, now, stands, changes);
    boolean restarts = silentBefore || !holding.isIdle;
    long idle = restarts ? 0 : idleSinceMicros;
    idle = idle == 0 && holding.isIdle ? now : idle;
    idle(addition, holding, gates, now, idle, stands, changes);
    return new Step(
        new HolderToDate(sevenths.add(addition.sevenths()), above, idle, stands), changes);
  }

  private long above(
      HolderAddition addition,
      Holding holding,
      HolderGates gates,
      long now,
      Set<Guard> stands,
      List<Change> changes) {
    Optional<Amount> gate = gate(gates.runaway(), addition);
    if (gate.isEmpty()) {
      endUnwatched(Guard.RUNAWAY, stands, changes);
      return 0;
    }
    boolean isAbove = holding.heard.compareTo(gate.get()) >= 0;
    long since = !isAbove ? 0 : aboveSinceMicros == 0 ? now : aboveSinceMicros;
    if (isAbove && now - since >= TWICE_MICROS && stands.add(Guard.RUNAWAY)) {
      changes.add(new Change(Guard.RUNAWAY, false));
    }
    Amount border = Fraction.times(gate.get(), OVER_BELOW, BigInteger.TEN, Rounding.SPLIT);
    // Without a price nobody knows what it costs, which is not that it costs little.
    boolean isLess = holding.all.compareTo(border) < 0 && !holding.isUnpriced;
    if (isLess && stands.remove(Guard.RUNAWAY)) {
      changes.add(new Change(Guard.RUNAWAY, true));
    }
    return since;
  }

  private static void idle(
      HolderAddition addition,
      Holding holding,
      HolderGates gates,
      long now,
      long since,
      Set<Guard> stands,
      List<Change> changes) {
    Optional<Amount> gate = gate(gates.idle(), addition);
    if (gate.isEmpty()) {
      endUnwatched(Guard.IDLE, stands, changes);
      return;
    }
    Duration length = Duration.ofNanos(Math.multiplyExact(now - since, NANOS_PER_MICRO));
    boolean costs = holding.heard.compareTo(gate.get()) >= 0;
    if (since != 0 && costs && length.compareTo(gates.idleFor()) >= 0 && stands.add(Guard.IDLE)) {
      changes.add(new Change(Guard.IDLE, false));
    }
    boolean isCheap = holding.all.compareTo(gate.get()) < 0 && !holding.isUnpriced;
    if ((holding.isActive || isCheap) && stands.remove(Guard.IDLE)) {
      changes.add(new Change(Guard.IDLE, true));
    }
  }

  private static void endUnwatched(Guard guard, Set<Guard> stands, List<Change> changes) {
    if (stands.remove(guard)) {
      changes.add(new Change(guard, true));
    }
  }

  private static Optional<Amount> gate(Optional<Money> gate, HolderAddition addition) {
    return gate.filter(money -> money.currency().equals(addition.currency())).map(Money::amount);
  }

  /**
   * What it has on all of its nodes.
   *
   * @param heard what those cost that were heard of lately
   * @param all what all of them cost as they were seen last
   */
  private record Holding(
      Amount heard, Amount all, boolean isIdle, boolean isActive, boolean isUnpriced) {
    static Holding of(Map<String, HolderOnNode> nodes, long now) {
      Amount heard = Amount.ZERO;
      Amount all = Amount.ZERO;
      boolean idle = !nodes.isEmpty();
      boolean active = false;
      boolean unpriced = false;
      for (HolderOnNode node : nodes.values()) {
        boolean isHeard = node.isHeardAt(now);
        all = all.plus(node.perHour());
        heard = isHeard ? heard.plus(node.perHour()) : heard;
        idle &= isHeard && node.activity() == HolderOnNode.Activity.IDLE;
        active |= isHeard && node.activity() == HolderOnNode.Activity.ACTIVE;
        unpriced |= !node.unpricedModels().isEmpty();
      }
      return new Holding(heard, all, idle, active, unpriced);
    }
  }
}
