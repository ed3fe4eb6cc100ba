package io.gpuledger.cost.usage;

import static io.gpuledger.cost.usage.UsageFixture.MINUTE;
import static io.gpuledger.cost.usage.UsageFixture.SECOND;
import static io.gpuledger.cost.usage.UsageFixture.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.usage.Fact.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Devices that several holders share, and the weights of these in facts. */
class SharedDeviceTest {
  private static final Holder TRAIN = holder("train");
  private static final Holder SERVE = holder("serve");
  private static final Hold BOTH = hold(TRAIN, SERVE);

  private static Holder holder(String name) {
    return new Holder(Holder.Kind.KUBERNETES_POD, "ml", name, "", "");
  }

  /** Each holder in a team of its name. */
  private static Hold hold(Holder... holders) {
    return Hold.of(List.of(holders), Holder::workload);
  }

  private static BusyShares shares(double train, double serve) {
    return new BusyShares(Map.of(TRAIN, FixedPoint.ratio(train), SERVE, FixedPoint.ratio(serve)));
  }

  private static Observation sample(int second, BusyShares shares) {
    return UsageFixture.observation(
        START + second * SECOND, UsageFixture.busy(0.8, 0.5), 15 * SECOND, BOTH, shares);
  }

  private static UsageFixture minute(BusyShares... samples) {
    UsageFixture node = new UsageFixture();
    for (int i = 0; i < samples.length; i++) {
      node.observe(UsageFixture.device(0), sample(15 * i, samples[i]));
    }
    node.observe(UsageFixture.device(0), sample(60, BusyShares.NONE));
    node.close(START + MINUTE);
    return node;
  }

  /** Weights by team of what has not been taken back. */
  private static Map<String, String> weights(UsageFixture node) {
    Map<String, String> weights = new LinkedHashMap<>();
    node.nonZeroSums()
        .forEach(
            (key, sums) -> {
              String team = key.contains("team=train") ? "train" : "serve";
              weights.merge(
                  team, key.substring(key.lastIndexOf('[')) + " " + sums.get(0), (a, b) -> a + b);
            });
    return weights;
  }

  @Test
  void holders_weigh_their_busy_time_of_the_minute_and_have_equal_parts_of_its_facts() {
    UsageFixture node = minute(shares(0.6, 0.2), shares(0.6, 0.2), shares(0.3, 0.1), shares(0, 0));

    // 22.5 s and 7.5 s of 30: on average of the two 1.5 and 0.5.
    assertThat(weights(node))
        .isEqualTo(Map.of("train", "[1500000] 30000000000", "serve", "[500000] 30000000000"));
  }

  @Test
  void holders_that_nothing_tells_apart_share_equally() {
    Map<String, String> equal = Map.of("train", "[1] 30000000000", "serve", "[1] 30000000000");
    BusyShares none = BusyShares.NONE;

    assertThat(weights(minute(none, none, none, none))).isEqualTo(equal);
    assertThat(weights(minute(shares(0, 0), none, shares(0, 0), none))).isEqualTo(equal);
    assertThat(weights(minute(shares(0.4, 0.4), none, none, none))).isEqualTo(equal);
  }

  @Test
  void a_holder_that_did_nothing_weighs_nothing() {
    assertThat(weights(minute(shares(0.6, 0), BusyShares.NONE, shares(0.1, 0), BusyShares.NONE)))
        .isEqualTo(Map.of("train", "[2000000] 30000000000", "serve", "[0] 30000000000"));
  }

  @Test
  void a_late_sample_takes_the_old_weights_back_whole() {
    UsageFixture node = minute(shares(0.6, 0.2), BusyShares.NONE, BusyShares.NONE, shares(0, 0));
    assertThat(weights(node)).containsEntry("train", "[1500000] 30000000000");

    node.observe(UsageFixture.device(0), sample(20, shares(0, 1)));

    // 9 s and 3 s, and from second 20 to 30 10 s of serve: 9 to 13 of 22.
    assertThat(weights(node))
        .isEqualTo(Map.of("train", "[818182] 30000000000", "serve", "[1181818] 30000000000"));
  }

  @Test
  void parts_of_a_sample_unite_and_the_larger_stands() {
    BusyShares train = new BusyShares(Map.of(TRAIN, FixedPoint.ratio(0.6)));
    BusyShares serve =
        new BusyShares(Map.of(TRAIN, FixedPoint.ratio(0.2), SERVE, FixedPoint.ratio(0.1)));

    assertThat(train.union(serve)).isEqualTo(serve.union(train)).isEqualTo(shares(0.6, 0.1));
  }

  @Test
  void weights_average_the_unit_are_even_and_never_that_of_equal_shares() {
    Random random = new Random(20261130);
    for (int round = 0; round < 500; round++) {
      long[] busy = new long[2 + random.nextInt(30)];
      for (int i = 0; i < busy.length; i++) {
        busy[i] = random.nextInt(3) == 0 ? 0 : (long) (random.nextDouble() * 60 * SECOND);
      }
      long[] weights = HolderWeights.of(busy);
      if (weights == null) {
        continue;
      }
      assertThat(Arrays.stream(weights).sum()).isEqualTo((long) busy.length * HolderWeights.UNIT);
      assertThat(Arrays.stream(weights).allMatch(w -> w >= 0 && w % 2 == 0 && w < 1L << 32))
          .isTrue();
    }
    assertThat(HolderWeights.of(new long[HolderWeights.HOLDERS_LIMIT + 1])).isNull();
    List<Long> one = new ArrayList<>();
    for (long weight : HolderWeights.of(new long[] {60 * SECOND, 1_000})) {
      one.add(weight);
    }
    assertThat(one).containsExactly(2_000_000L, 0L);
  }

  @Test
  void all_the_time_of_a_shared_device_is_there_once() {
    UsageFixture node = minute(shares(0.7, 0.2), shares(0.1, 0.3), shares(0, 0), shares(1, 0));

    assertThat(node.total(Measure.STATE_NANOS, "GPU-0")).isEqualTo(MINUTE);
    assertThat(node.total(Measure.HELD_NANOS, "GPU-0")).isEqualTo(MINUTE);
  }
}
