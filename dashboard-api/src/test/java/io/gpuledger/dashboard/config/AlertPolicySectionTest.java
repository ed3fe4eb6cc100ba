package io.gpuledger.dashboard.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.budget.BurnRule;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.problem.Parsed;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AlertPolicySectionTest {
  private static Parsed<LedgerConfig> read(String policy) {
    return ConfigReader.read(
        "gpuledger.yaml",
        "alerts:\n  channels: [{name: slack, webhook: \"${env:W}\"}]\n"
            + policy.indent(2).stripTrailing()
            + "\n");
  }

  private static AlertPolicy policy(String text) {
    Parsed<LedgerConfig> parsed = read(text);
    assertThat(parsed.problems()).isEmpty();
    return parsed.values().get(0).alerts().policy();
  }

  private static List<String> messages(String text) {
    return read(text).problems().stream().map(Object::toString).toList();
  }

  @Test
  void nothing_configured_holds_the_usual() {
    assertThat(policy("")).isEqualTo(AlertPolicy.DEFAULT);
  }

  @Test
  void every_part_is_read() {
    AlertPolicy policy =
        policy(
            """
            hysteresis: 1.5
            floodPerHour: 7
            routes:
              - {kinds: [idle_gpu], teams: [search], severity: [warning], channels: [slack]}
            quietHours: [{zone: Europe/Berlin, from: "22:00", to: "07:00"}]
            digests: [{zone: UTC, at: "09:00", channels: [slack]}]
            maintenance:
              - {name: upgrade, owner: ada, from: 2026-12-05, to: 2026-12-06T02:00:00Z}
            escalation: {after: 15m, channel: slack, owner: bob}
            watch:
              exclude: [invoice_arrived]
              coverageGoal: "0.9"
              idlePerHour: 50 USD
              idleFor: 30m
              runawayPerHour: 5000 USD
              burn: {short: 30m, long: 3h, factor: 2.5, least: 100 USD}
              utilisationFloor: "0.7"
              expiringDays: [7, 60]
            """);

    assertThat(policy.hysteresis()).isEqualByComparingTo("1.5");
    assertThat(policy.floodPerHour()).isEqualTo(7);
    AlertPolicy.Route route = policy.routes().get(0);
    assertThat(route.channels()).containsExactly("slack");
    assertThat(route.match().holds(AlertKind.IDLE_GPU, List.of("search"), AlertSeverity.WARNING))
        .isTrue();
    assertThat(route.match().holds(AlertKind.IDLE_GPU, List.of(), AlertSeverity.WARNING)).isFalse();
    assertThat(route.match().holds(AlertKind.UNPRICED, List.of("search"), AlertSeverity.WARNING))
        .isFalse();
    assertThat(policy.quiet())
        .containsExactly(
            new AlertPolicy.Quiet(
                List.of(), ZoneId.of("Europe/Berlin"), LocalTime.of(22, 0), LocalTime.of(7, 0)));
    assertThat(policy.digests().get(0).at()).isEqualTo(LocalTime.of(9, 0));
    assertThat(policy.maintenance().get(0).from()).isEqualTo(Instant.parse("2026-12-05T00:00:00Z"));
    assertThat(policy.escalation())
        .contains(new AlertPolicy.Escalation(Duration.ofMinutes(15), "slack", "bob"));
    assertThat(policy.watch())
        .isEqualTo(
            new AlertPolicy.Watch(
                Set.of(AlertKind.INVOICE_ARRIVED),
                policy.watch().coverageGoal(),
                Optional.of(new Money("USD", Amount.of(50))),
                Duration.ofMinutes(30),
                Optional.of(new Money("USD", Amount.of(5_000))),
                new BurnRule(
                    Duration.ofMinutes(30),
                    Duration.ofHours(3),
                    new BigDecimal("2.5"),
                    Optional.of(new Money("USD", Amount.of(100)))),
                policy.watch().utilisationFloor(),
                List.of(60, 7)));
    assertThat(policy.watch().coverageGoal()).isEqualByComparingTo(new BigDecimal("0.9"));
  }

  @Test
  void a_digest_of_pagerduty_is_refused_by_name() {
    Parsed<LedgerConfig> parsed =
        ConfigReader.read(
            "gpuledger.yaml",
            """
            alerts:
              channels:
                - {name: slack, webhook: "${env:W}"}
                - {name: on-call, kind: pagerduty, routingKey: "${env:K}"}
              digests:
                - {zone: UTC, at: "09:00", channels: [slack, on-call]}
            """);

    assertThat(parsed.problems()).hasSize(1);
    assertThat(parsed.problems().get(0).toString())
        .contains(":6:")
        .contains("\"on-call\" is of kind pagerduty");
  }

  @Test
  void the_example_sends_what_pages_on_call_whichever_team_it_is_about() throws Exception {
    LedgerConfig config = ConfigReader.read(ConfigReaderTest.EXAMPLE).values().get(0);

    assertThat(
            config.alerts().policy().routes().stream()
                .filter(
                    route ->
                        route
                            .match()
                            .holds(AlertKind.RUNAWAY_JOB, List.of("research"), AlertSeverity.PAGE))
                .findFirst()
                .orElseThrow()
                .channels())
        .contains("on-call");
  }

  @Test
  void gates_of_nothing_and_windows_that_make_no_sense_are_refused_at_their_place() {
    List<String> messages =
        messages(
            """
            watch:
              idlePerHour: 0 USD
              runawayPerHour: 0.00 USD
              burn:
                short: 7m
                long: 25h
                factor: 1
                least: 0 USD
            """);

    assertThat(messages)
        .hasSize(6)
        .anyMatch(m -> m.contains(":4:") && m.contains("an amount above 0"))
        .anyMatch(m -> m.contains(":5:") && m.contains("an amount above 0"))
        .anyMatch(m -> m.contains(":7:") && m.contains("whole 5 minutes"))
        .anyMatch(m -> m.contains(":8:") && m.contains("whole 5 minutes"))
        .anyMatch(m -> m.contains(":9:") && m.contains("a number above 1"))
        .anyMatch(m -> m.contains(":10:") && m.contains("an amount above 0"));
    assertThat(messages("watch: {burn: {long: 1h}}"))
        .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .contains("the short window (60m) must be shorter than the long one (60m)");
  }

  @Test
  void every_fault_is_told_at_its_place() {
    List<String> messages =
        messages(
            """
            hysteresis: 51
            floodPerHour: 0
            routes: [{kinds: [lost], channels: [nowhere]}, {severity: [warning]}]
            quietHours: [{zone: Mars/Base, from: "22:00", to: "22:00"}]
            digests: [{zone: UTC}]
            maintenance: [{name: x, owner: y, from: 2026-12-06, to: 2026-12-05}]
            escalation: {after: 0s, channel: nowhere}
            watch: {coverageGoal: 2, idlePerHour: lots, expiringDays: [0]}
            """);

    assertThat(messages)
        .hasSize(14)
        .anyMatch(m -> m.contains(":3:") && m.contains("percent of the limit"))
        .anyMatch(m -> m.contains("\"nowhere\" is not one of alerts.channels"))
        .anyMatch(m -> m.contains("a kind of alert such as stale_source"))
        .anyMatch(m -> m.contains("is the time that it begins at"))
        .anyMatch(m -> m.contains("is not after the beginning"))
        .anyMatch(m -> m.contains("a time of the day such as 09:00"));
  }
}
