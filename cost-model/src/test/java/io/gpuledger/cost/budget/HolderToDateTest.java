package io.gpuledger.cost.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.budget.HolderOnNode.Activity;
import io.gpuledger.cost.budget.HolderToDate.Change;
import io.gpuledger.cost.budget.HolderToDate.Guard;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.price.DeviceTimePrice;
import io.gpuledger.cost.price.Sevenths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HolderToDateTest {
  private static final long START = 1_793_491_200_000_000L;
  private static final long SECOND = 1_000_000L;
  private static final long MINUTE = 60 * SECOND;
  private static final HolderGates GATES =
      new HolderGates(
          Optional.of(new Money("USD", Amount.of(100))),
          Optional.of(new Money("USD", Amount.of(5))),
          Duration.ofHours(1));

  private static final List<Activity> ACTIVITIES =
      List.of(Activity.IDLE, Activity.IDLE, Activity.IDLE, Activity.ACTIVE, Activity.UNKNOWN);

  private final Map<String, HolderOnNode> nodes = new TreeMap<>();
  private HolderToDate holder = HolderToDate.NEW;

  @Test
  void two_scrapes_above_the_gate_are_a_runaway_once_and_it_ends_a_tenth_below() {
    assertThat(look("n1", 100, Activity.ACTIVE, 0)).isEmpty();
    assertThat(look("n1", 100, Activity.ACTIVE, 15 * SECOND))
        .containsExactly(begins(Guard.RUNAWAY));
    for (int i = 2; i < 10; i++) {
      assertThat(look("n1", i % 2 == 0 ? 90 : 120, Activity.ACTIVE, i * 15L * SECOND)).isEmpty();
    }
    assertThat(look("n1", 89, Activity.ACTIVE, 150 * SECOND)).containsExactly(ends(Guard.RUNAWAY));
    assertThat(look("n1", 120, Activity.ACTIVE, 165 * SECOND)).isEmpty();
    assertThat(look("n1", 120, Activity.ACTIVE, 180 * SECOND))
        .containsExactly(begins(Guard.RUNAWAY));
  }

  @Test
  void one_scrape_above_the_gate_is_none() {
    assertThat(look("n1", 500, Activity.ACTIVE, 0)).isEmpty();
    assertThat(look("n1", 500, Activity.ACTIVE, 2 * SECOND)).isEmpty();
    assertThat(look("n1", 50, Activity.ACTIVE, 15 * SECOND)).isEmpty();
    assertThat(look("n1", 500, Activity.ACTIVE, 30 * SECOND)).isEmpty();
  }

  @Test
  void a_job_is_the_sum_of_its_nodes_and_a_silent_node_ends_nothing_and_begins_nothing() {
    look("n1", 60, Activity.ACTIVE, 0);
    look("n2", 60, Activity.ACTIVE, SECOND);
    assertThat(look("n1", 60, Activity.ACTIVE, 15 * SECOND)).containsExactly(begins(Guard.RUNAWAY));

    assertThat(look("n1", 60, Activity.ACTIVE, 20 * MINUTE)).as("n2 is silent").isEmpty();
    assertThat(look("n2", 0, Activity.UNKNOWN, 21 * MINUTE)).containsExactly(ends(Guard.RUNAWAY));

    look("n3", 60, Activity.ACTIVE, 40 * MINUTE);
    assertThat(look("n3", 60, Activity.ACTIVE, 41 * MINUTE)).as("n1 is silent").isEmpty();
  }

  @Test
  void what_it_has_cost_adds_up() {
    look("n1", 60, Activity.ACTIVE, 0);
    look("n2", 60, Activity.ACTIVE, SECOND);

    assertThat(holder.spent()).as("1 a look").hasToString("2");
    HolderToDate.Total total = HolderToDate.Total.of(nodes);
    assertThat(total.perHour()).hasToString("120");
    assertThat(total.topNode()).isEqualTo("n1");
    assertThat(total.sevenths()).isEqualTo(14);
  }

  @Test
  void gpus_held_idle_for_as_long_as_configured_are_told_once_and_until_one_works() {
    for (int minute = 0; minute < 60; minute += 5) {
      assertThat(look("n1", 6, Activity.IDLE, minute * MINUTE)).isEmpty();
    }
    assertThat(look("n1", 6, Activity.IDLE, 60 * MINUTE)).containsExactly(begins(Guard.IDLE));
    assertThat(look("n1", 6, Activity.IDLE, 65 * MINUTE)).isEmpty();
    assertThat(look("n1", 6, Activity.UNKNOWN, 70 * MINUTE)).as("nobody knows").isEmpty();
    assertThat(look("n1", 6, Activity.ACTIVE, 75 * MINUTE)).containsExactly(ends(Guard.IDLE));
  }

  @Test
  void a_job_whose_price_has_run_out_is_not_one_that_burns_less() {
    look("n1", 120, Activity.ACTIVE, 0);
    assertThat(look("n1", 120, Activity.ACTIVE, MINUTE)).containsExactly(begins(Guard.RUNAWAY));

    HolderOnNode unpriced =
        new HolderOnNode(Amount.ZERO, 7, Activity.ACTIVE, 0, List.of("H100"), START + 2 * MINUTE);
    assertThat(look("n1", unpriced)).isEmpty();
    assertThat(look("n1", 0, Activity.UNKNOWN, 3 * MINUTE)).containsExactly(ends(Guard.RUNAWAY));
  }

  @Test
  void silence_is_not_idleness() {
    look("n1", 6, Activity.IDLE, 0);
    assertThat(look("n1", 6, Activity.IDLE, 61 * MINUTE)).as("an hour without a scrape").isEmpty();
    for (int minute = 66; minute < 121; minute += 5) {
      assertThat(look("n1", 6, Activity.IDLE, minute * MINUTE)).isEmpty();
    }
    assertThat(look("n1", 6, Activity.IDLE, 121 * MINUTE)).containsExactly(begins(Guard.IDLE));
  }

  @Test
  void one_node_that_works_or_is_silent_keeps_a_job_from_being_idle() {
    for (int minute = 0; minute <= 200; minute += 5) {
      Activity second = minute < 100 ? Activity.ACTIVE : Activity.IDLE;
      assertThat(look("n1", 6, Activity.IDLE, minute * MINUTE)).isEmpty();
      if (minute < 150) {
        assertThat(look("n2", 6, second, minute * MINUTE)).isEmpty();
      }
    }
  }

  @Test
  void gpus_that_are_given_back_are_idle_no_more() {
    for (int minute = 0; minute <= 60; minute += 5) {
      look("n1", 6, Activity.IDLE, minute * MINUTE);
    }

    assertThat(look("n1", 0, Activity.UNKNOWN, 61 * MINUTE)).containsExactly(ends(Guard.IDLE));
    assertThat(nodes).isEmpty();
  }

  @Test
  void a_gate_in_another_currency_says_nothing() {
    HolderAddition euros =
        new HolderAddition(
            "h",
            "t",
            "",
            "EUR",
            DeviceTimePrice.undivided(Amount.of(1), Sevenths.WHOLE),
            node(900, 0));
    nodes.put("n1", euros.now());

    assertThat(holder.after(euros, nodes, false, GATES).changes()).isEmpty();
    assertThat(holder.after(euros, nodes, false, HolderGates.NONE).changes()).isEmpty();
    assertThat(GATES.currencies()).containsExactly("USD");
  }

  /** Whatever comes: begin and end take turns, beginning with a begin. */
  @Test
  void begins_and_ends_take_turns_in_any_stream() {
    for (long seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      nodes.clear();
      holder = HolderToDate.NEW;
      List<Change> all = new ArrayList<>();
      long at = 0;
      for (int i = 0; i < 500; i++) {
        at += random.nextInt(20) == 0 ? 15 * MINUTE : (1 + random.nextInt(600)) * SECOND;
        Activity activity = ACTIVITIES.get(random.nextInt(ACTIVITIES.size()));
        all.addAll(look("n" + random.nextInt(3), random.nextInt(4) * 30L, activity, at));
      }
      for (Guard guard : Guard.values()) {
        List<Boolean> ended =
            all.stream().filter(c -> c.guard() == guard).map(Change::ended).toList();
        for (int i = 0; i < ended.size(); i++) {
          assertThat(ended.get(i)).as("%s %s of seed %s", guard, i, seed).isEqualTo(i % 2 == 1);
        }
      }
    }
  }

  private static Change begins(Guard guard) {
    return new Change(guard, false);
  }

  private static Change ends(Guard guard) {
    return new Change(guard, true);
  }

  private static HolderOnNode node(long perHour, long atMicros) {
    return new HolderOnNode(Amount.of(perHour), 7, Activity.ACTIVE, 0, List.of(), atMicros);
  }

  /** A scrape of a node on which the holder burns this much; 0 where it gave its devices back. */
  private List<Change> look(String node, long perHour, Activity activity, long sinceMicros) {
    long atMicros = START + sinceMicros;
    return look(
        node,
        new HolderOnNode(
            Amount.of(perHour), perHour == 0 ? 0 : 7, activity, 0, List.of(), atMicros));
  }

  private List<Change> look(String node, HolderOnNode now) {
    long atMicros = now.atMicros();
    HolderOnNode last = nodes.get(node);
    boolean silent = last != null && HolderToDate.isSilence(last.atMicros(), atMicros);
    if (now.sevenths() == 0) {
      nodes.remove(node);
    } else {
      nodes.put(node, now);
    }
    HolderAddition addition =
        new HolderAddition(
            "pod:a/x",
            "a",
            "",
            "USD",
            DeviceTimePrice.undivided(Amount.of(1), Sevenths.WHOLE),
            now);
    HolderToDate.Step step = holder.after(addition, nodes, silent, GATES);
    holder = step.holder();
    return step.changes();
  }
}
