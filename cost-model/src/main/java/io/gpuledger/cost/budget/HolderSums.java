package io.gpuledger.cost.budget;

import io.gpuledger.cost.price.DeviceTimePrice;
import io.gpuledger.cost.price.Sevenths;
import io.gpuledger.cost.usage.Holder;
import io.gpuledger.cost.usage.State;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What one scrape says of holders, in each currency that a gate is in. */
final class HolderSums {
  private final Set<String> currencies;
  private final Map<Key, Sum> sums = new LinkedHashMap<>();

  private record Key(String holder, String team, String currency) {}

  HolderSums(Set<String> currencies) {
    this.currencies = currencies;
  }

  /**
   * None where nobody holds the device, or nobody knows who: all such devices of the estate would
   * be one holder.
   */
  Set<String> currenciesOf(NodeSpend.Bearer bearer) {
    boolean named = !bearer.key().isEmpty() && !bearer.key().equals(Holder.UNKNOWN.key());
    return named ? currencies : Set.of();
  }

  Sum of(NodeSpend.Bearer bearer, String currency) {
    Key key = new Key(bearer.key(), bearer.team(), currency);
    return sums.computeIfAbsent(key, any -> new Sum(bearer.user()));
  }

  List<HolderAddition> additions(long atMicros) {
    List<HolderAddition> additions = new ArrayList<>();
    sums.forEach(
        (key, sum) ->
            additions.add(
                new HolderAddition(
                    key.holder, key.team, sum.user, key.currency, sum.spent, sum.now(atMicros))));
    return additions;
  }

  /** Of one holder. One that is charged for the time that is over and holds nothing now left. */
  static final class Sum {
    private final String user;
    private final Set<String> unpriced = new TreeSet<>();
    private BigInteger spent = BigInteger.ZERO;
    private BigInteger burn = BigInteger.ZERO;
    private int sevenths;
    private HolderOnNode.Activity activity = HolderOnNode.Activity.IDLE;
    private long sinceNanos = Long.MAX_VALUE;

    private Sum(String user) {
      this.user = user;
    }

    void spent(BigInteger more) {
      spent = spent.add(more);
    }

    /**
     * Counts a device that it holds now, or its part of one.
     *
     * @param rate unscaled; empty where the model has none
     */
    void holds(
        NodeSpend.Seen device, NodeSpend.Bearer bearer, int share, Optional<BigInteger> rate) {
      if (rate.isEmpty()) {
        unpriced.add(device.facts().model());
      } else {
        burn = burn.add(bearer.partOf(rate.get().multiply(BigInteger.valueOf(share))));
      }
      sevenths += share;
      sinceNanos = Math.min(sinceNanos, device.heldSinceNanos());
      activity = activity.and(activityOf(device, bearer));
    }

    private static HolderOnNode.Activity activityOf(
        NodeSpend.Seen device, NodeSpend.Bearer bearer) {
      State state = device.observation().verdict().state();
      if (state == State.PRODUCTIVE || state == State.ACTIVE) {
        return HolderOnNode.Activity.ACTIVE;
      }
      boolean alone = bearer.of() == 1 && !device.device().isSlice();
      return state == State.HELD_IDLE && alone
          ? HolderOnNode.Activity.IDLE
          : HolderOnNode.Activity.UNKNOWN;
    }

    private HolderOnNode now(long atMicros) {
      return new HolderOnNode(
          DeviceTimePrice.perHour(burn, Sevenths.WHOLE),
          sevenths,
          sevenths == 0 ? HolderOnNode.Activity.UNKNOWN : activity,
          sevenths == 0 ? atMicros : Math.floorDiv(sinceNanos, 1_000L),
          List.copyOf(unpriced),
          atMicros);
    }
  }
}
