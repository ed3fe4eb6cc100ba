package io.gpuledger.dashboard.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.dashboard.config.ConfigReader;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.dashboard.state.TestClock;
import io.gpuledger.ingest.wire.Control;
import io.gpuledger.ingest.wire.GuardGates;
import io.gpuledger.ingest.wire.Unscaled;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlPublisherTest {
  private static final String RULES =
      """
      ownership:
        - name: all
          match: ''
          team: search
      prices:
        - deviceModel: NVIDIA H100
          currency: USD
          perDeviceHour: "2.40"
      """;
  private static final String THRESHOLDS =
      """
      thresholds:
        - deviceModel: NVIDIA H100
          idleBusyRatio: 0.02
      """;

  @TempDir Path folder;

  private final TestClock clock = new TestClock(Instant.parse("2026-10-24T08:10:00Z"));
  private final FakeControlTopic topic = new FakeControlTopic(new ArrayList<>());
  private StateStore store;

  @BeforeEach
  void open() {
    store = StateStore.open(folder.resolve("state.db"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** A process that starts over this state and reads this file. */
  private ControlPublisher start(String yaml) {
    ControlPublisher publisher = new ControlPublisher(topic, store, clock);
    publisher.publish(config(yaml));
    return publisher;
  }

  private static LedgerConfig config(String yaml) {
    return ConfigReader.read("gpuledger.yaml", yaml).values().get(0);
  }

  @Test
  void a_restart_with_the_same_file_sends_the_same_records() {
    start(RULES + THRESHOLDS);
    Map<String, Control> first = new TreeMap<>(topic.newest);
    clock.move(Duration.ofDays(3));

    start(RULES + THRESHOLDS);

    assertThat(topic.newest).isEqualTo(first);
    assertThat(first).containsOnlyKeys("ownership/all", "rates/all", "thresholds/NVIDIA H100");
  }

  @Test
  void only_what_changes_gets_a_version_and_it_rises_even_with_a_clock_set_back() {
    ControlPublisher publisher = start(RULES);
    Map<String, Control> first = new TreeMap<>(topic.newest);
    clock.move(Duration.ofHours(-5));

    publisher.publish(config(RULES.replace("2.40", "2.50")));

    assertThat(topic.newest.get("ownership/all")).isEqualTo(first.get("ownership/all"));
    assertThat(topic.newest.get("rates/all").getVersion())
        .isEqualTo(first.get("rates/all").getVersion() + 1);
  }

  @Test
  void what_is_gone_from_the_file_is_taken_back_also_by_a_later_process() {
    start(RULES + THRESHOLDS);
    long before = topic.newest.get("thresholds/NVIDIA H100").getVersion();

    ControlPublisher later = start("");

    assertThat(topic.newest).containsOnlyKeys("ownership/all", "rates/all");
    assertThat(topic.newest.get("ownership/all").getOwnership().getRulesList()).isEmpty();
    assertThat(topic.newest.get("rates/all").getRates().getRatesList()).isEmpty();
    // A job that still holds the old record is told something newer that says nothing.
    Control gone = later.inForce().get(new ControlPublisher.Key("thresholds", "NVIDIA H100"));
    assertThat(gone.getVersion()).isGreaterThan(before);
    assertThat(gone.getBodyCase()).isEqualTo(Control.BodyCase.BODY_NOT_SET);

    topic.newest.put("thresholds/NVIDIA H100", gone);
    start("");
    assertThat(topic.newest).doesNotContainKey("thresholds/NVIDIA H100");

    start(RULES + THRESHOLDS);
    assertThat(topic.newest.get("thresholds/NVIDIA H100").getVersion())
        .isGreaterThan(gone.getVersion());
  }

  @Test
  void gates_are_told_as_long_as_one_is_set_and_its_kind_is_not_excluded() {
    String watch =
        """
        alerts:
          watch:
            runawayPerHour: 500 USD
            idlePerHour: 20 EUR
            idleFor: 30m
        """;
    start(watch);

    GuardGates gates = topic.newest.get("gates/all").getGates();
    assertThat(gates.getRunawayCurrency()).isEqualTo("USD");
    assertThat(Unscaled.fromBytes(gates.getRunawayPerHour())).hasToString("500");
    assertThat(gates.getIdleCurrency()).isEqualTo("EUR");
    assertThat(gates.getIdleForNanos()).isEqualTo(Duration.ofMinutes(30).toNanos());

    start(watch + "    exclude: [runaway_job]\n");
    assertThat(topic.newest.get("gates/all").getGates().getRunawayCurrency()).isEmpty();
    start("");
    assertThat(topic.newest).doesNotContainKey("gates/all");
  }

  @Test
  void the_windows_of_burn_are_told_with_their_gate_where_they_are_not_the_usual_ones() {
    String watch =
        """
        alerts:
          watch:
            burn: {short: 30m, factor: 2.5, least: 100 USD}
        """;
    start(watch);

    GuardGates gates = topic.newest.get("gates/all").getGates();
    assertThat(gates.getBurnShortNanos()).isEqualTo(Duration.ofMinutes(30).toNanos());
    assertThat(gates.getBurnLongNanos()).isEqualTo(Duration.ofHours(6).toNanos());
    assertThat(gates.getBurnFactor()).isEqualTo("2.5");
    assertThat(gates.getBurnLeastCurrency()).isEqualTo("USD");
    assertThat(Unscaled.fromBytes(gates.getBurnLeast())).hasToString("100");

    start(watch + "    exclude: [budget_burn]\n");
    GuardGates excluded = topic.newest.get("gates/all").getGates();
    assertThat(excluded.getBurnLeastCurrency()).isEmpty();
    assertThat(excluded.getBurnShortNanos()).as("shown all the same").isPositive();
  }

  @Test
  void a_star_stands_for_every_model() {
    start(THRESHOLDS.replace("NVIDIA H100", "\"*\""));

    Control control = topic.newest.get("thresholds/*");
    assertThat(control.getThresholds().getDeviceModel()).isEmpty();
    assertThat(control.getThresholds().getIdleBusyRatio()).isEqualTo(0.02);
  }

  @Test
  void budgets_that_ended_are_told_again_at_each_start() {
    List<Control> sent = new ArrayList<>();
    ControlPublisher publisher = new ControlPublisher(new FakeControlTopic(sent), store, clock);
    BudgetService budgets =
        new BudgetService(store, clock, () -> LedgerConfig.defaults().alerts(), publisher);
    Budget ended = budgets.create(draft("ended"), "ada");
    Budget kept = budgets.create(draft("kept"), "ada");
    budgets.delete(ended.id(), "ada");
    sent.clear();

    budgets.tellAll();

    assertThat(sent)
        .extracting(c -> c.getBudget().getBudgetId(), c -> c.getBudget().getDeleted())
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(kept.id(), false),
            org.assertj.core.groups.Tuple.tuple(ended.id(), true));
    assertThat(publisher.inForce()).hasSize(2);
  }

  private static BudgetDraft draft(String name) {
    return new BudgetDraft(name, "", "USD", "100", List.of(50), "", "");
  }
}
