package io.gpuledger.dashboard.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.budget.BurnRule;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.dashboard.alert.Alert;
import io.gpuledger.dashboard.budget.BurningBudgets;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.AlertPolicy;
import io.gpuledger.dashboard.config.AlertSeverity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BurnWatchTest extends WatchBed {
  @Test
  void a_budget_that_burns_too_fast_is_told_once_an_episode_and_when_it_is_over() {
    burning.add(WatchFixtures.burning("b-1", 320, clock.instant()));
    rounds.run();
    later();
    burning.set(0, WatchFixtures.burning("b-1", 330, clock.instant()));
    rounds.run();

    Alert alert = open(AlertKind.BUDGET_BURN).get(0);
    assertThat(of(AlertKind.BUDGET_BURN)).hasSize(1);
    assertThat(alert.about().severity()).isEqualTo(AlertSeverity.WARNING);
    assertThat(text(alert))
        .contains("search-gpus burns 3.2 times its even pace over 6 h, 6.4 over 1 h")
        .contains("At this burn the limit is reached in 170 hours.")
        .contains("USD 320.00 per hour");

    burning.clear();
    later();
    rounds.run();
    assertThat(open(AlertKind.BUDGET_BURN)).isEmpty();

    burning.add(WatchFixtures.burning("b-1", 320, clock.instant()));
    later();
    rounds.run();
    assertThat(of(AlertKind.BUDGET_BURN)).hasSize(2);
    assertThat(text(open(AlertKind.BUDGET_BURN).get(0))).contains("Again: ");
  }

  @Test
  void only_what_burns_above_the_gate_for_runaway_burn_pages() {
    burning.add(WatchFixtures.burning("b-1", 999, clock.instant()));
    burning.add(WatchFixtures.burning("b-2", 1_000, clock.instant()));
    rounds.run();

    assertThat(open(AlertKind.BUDGET_BURN))
        .extracting(alert -> alert.about().subject(), alert -> alert.about().severity())
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("b-1", AlertSeverity.WARNING),
            org.assertj.core.groups.Tuple.tuple("b-2", AlertSeverity.PAGE));
  }

  @Test
  void what_was_said_long_ago_raises_nothing_and_ends_nothing_for_a_day() {
    BurningBudgets.Burning old = WatchFixtures.burning("b-1", 320, clock.instant());
    clock.move(Duration.ofMinutes(11));
    burning.add(old);
    rounds.run();
    assertThat(of(AlertKind.BUDGET_BURN)).isEmpty();

    burning.set(0, WatchFixtures.burning("b-1", 320, clock.instant()));
    later();
    rounds.run();
    clock.move(Duration.ofHours(25));
    rounds.run();
    assertThat(open(AlertKind.BUDGET_BURN)).as("silence is no end").hasSize(1);

    clock.move(Duration.ofHours(1));
    rounds.run();
    assertThat(open(AlertKind.BUDGET_BURN)).as("a day of it is").isEmpty();
    assertThat(of(AlertKind.BUDGET_BURN).get(0).toString())
        .contains("how it burns is not known")
        .doesNotContain("nine tenths");
  }

  @Test
  void a_changed_budget_has_ten_minutes_to_be_told_of() {
    burning.add(WatchFixtures.burning("b-1", 320, clock.instant()));
    rounds.run();
    BurningBudgets.Burning found = burning.get(0);
    burning.set(0, new BurningBudgets.Burning(found.budget(), found.span(), found.seen(), false));
    later();
    rounds.run();
    assertThat(open(AlertKind.BUDGET_BURN)).hasSize(1);

    clock.move(Duration.ofMinutes(10));
    rounds.run();
    assertThat(open(AlertKind.BUDGET_BURN)).isEmpty();
    assertThat(of(AlertKind.BUDGET_BURN).get(0).toString()).contains("the budget was changed");
  }

  @Test
  void without_its_gate_it_is_over_with_a_word() {
    burning.add(WatchFixtures.burning("b-1", 320, clock.instant()));
    rounds.run();
    policy =
        new AlertPolicy.Watch(
            Set.of(),
            policy.coverageGoal(),
            Optional.empty(),
            policy.idleFor(),
            Optional.of(new Money("USD", Amount.of(1))),
            BurnRule.DEFAULT,
            policy.utilisationFloor(),
            List.of(30));
    later();
    rounds.run();

    assertThat(open(AlertKind.BUDGET_BURN)).isEmpty();
    assertThat(of(AlertKind.BUDGET_BURN).get(0).toString()).contains("no longer watched for");
  }

  private void later() {
    clock.move(Duration.ofSeconds(6));
  }
}
