package io.gpuledger.dashboard.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.budget.Spent;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.alert.channel.PayloadJson;
import io.gpuledger.dashboard.alert.channel.Step;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.AlertSeverity;
import io.gpuledger.dashboard.config.ChannelKind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What messages say in the form of each kind of channel. */
class AlertFormsTest {
  private static final Optional<URI> LINK =
      Optional.of(URI.create("https://ledger.example/#/budgets?select=alert:1"));

  private static String raised(ChannelKind kind, AlertFacts facts) {
    return AlertForm.of(kind).raised(facts, AlertFixtures.envelope(LINK));
  }

  /** Every text of a payload, one after another. */
  private static String texts(JsonNode node) {
    StringBuilder all = new StringBuilder();
    if (node.isTextual()) {
      all.append(node.asText()).append('\n');
    }
    node.forEach(child -> all.append(texts(child)));
    return all.toString();
  }

  @ParameterizedTest
  @EnumSource(ChannelKind.class)
  void with_the_message_alone_a_reader_knows_what_to_do(ChannelKind kind) {
    String all = texts(PayloadJson.object(raised(kind, AlertFixtures.estimated(50, 80))));

    assertThat(all)
        .contains("search-gpus: 82 % of October 2026 (estimated)")
        .contains("USD 205,000.12 of USD 250,000.00")
        .contains("USD 1,250.00 per hour")
        .contains("the limit is reached in about 35 hours")
        .contains("pod:search/train-7d4b9c6f5d-x2x9k/main")
        .contains("gpu-01")
        .contains("since 24 Oct 2026 02:00 UTC")
        .contains("U012ABCDEF")
        .contains("kubectl -n search scale deployment/train --replicas=0 --dry-run=server")
        .contains("source aws-main is 31 hours old")
        .contains("passed 50 %, 80 %")
        .contains("https://ledger.example/#/budgets?select=alert:1")
        .doesNotContain("null");
  }

  private static AlertFacts hostile() {
    String hostile = "<script>[x](https://evil) <!channel>\r\nBcc: all@example.com ".repeat(500);
    return new AlertFacts(
        new AlertFacts.BudgetFacts(
            "b", 1, hostile, hostile, List.of(), "USD", Amount.of(1), hostile, "c"),
        "2026-10",
        List.of(1),
        SpendKind.ESTIMATED,
        new Spent(Amount.of(3), Optional.of(Amount.of(2))),
        Optional.of(Amount.of(1)),
        Optional.of(new AlertFacts.Cause(hostile, hostile, hostile, Optional.of(Instant.EPOCH))),
        Collections.nCopies(50, new AlertFacts.Driver(hostile, Amount.of(-5))),
        Collections.nCopies(500, hostile),
        AlertFixtures.NOW);
  }

  @Test
  void endless_and_hostile_names_stay_within_the_limits_of_each_channel() {
    String teams = raised(ChannelKind.TEAMS, hostile());
    JsonNode duty = PayloadJson.object(raised(ChannelKind.PAGERDUTY, hostile()));
    JsonNode mail = PayloadJson.object(raised(ChannelKind.EMAIL, hostile()));

    assertThat(teams.getBytes(StandardCharsets.UTF_8).length).isLessThan(TeamsForm.SIZE_LIMIT);
    // Only rich text blocks, in which Teams reads no Markdown.
    PayloadJson.object(teams)
        .at("/attachments/0/content/body")
        .forEach(block -> assertThat(block.path("type").asText()).isEqualTo("RichTextBlock"));
    assertThat(duty.at("/payload/summary").asText().length())
        .isLessThanOrEqualTo(PagerDutyForm.SUMMARY_LIMIT);
    assertThat(mail.path("html").asText()).doesNotContain("<script>");
    assertThat(mail.path("subject").asText()).doesNotContain("\n").doesNotContain("\r");
  }

  @Test
  void a_cloud_event_has_what_the_specification_asks_for_and_amounts_as_text() {
    JsonNode event =
        PayloadJson.object(raised(ChannelKind.WEBHOOK, AlertFixtures.estimated(50, 80)));

    assertThat(event.path("specversion").asText()).isEqualTo("1.0");
    assertThat(event.path("id").asText()).isEqualTo("k-1.raised");
    assertThat(event.path("type").asText()).isEqualTo("io.gpuledger.alert.raised");
    assertThat(URI.create(event.path("source").asText()).isAbsolute()).isTrue();
    assertThat(Instant.parse(event.path("time").asText())).isEqualTo(AlertFixtures.NOW);
    assertThat(event.at("/data/spent/counted").asText()).isEqualTo("205000.119");
    assertThat(event.at("/data/burnPerHour").isTextual()).isTrue();
    assertThat(event.at("/data/cause/dryRun").asText()).contains("--dry-run=server");
  }

  private static Alert alert(String acknowledgedBy, String recoveredAt) {
    return new Alert(
        1,
        "b-1",
        3,
        "search-gpus",
        List.of("search"),
        "2026-10",
        80,
        SpendKind.ESTIMATED,
        "USD",
        Amount.of(205_000),
        Amount.of(250_000),
        "2026-10-24T08:10:00.000000Z",
        acknowledgedBy,
        acknowledgedBy.isEmpty() ? "" : "2026-10-24T08:12:00.000000Z",
        recoveredAt,
        recoveredAt.isEmpty() ? "" : "the restated bill is at 76 %",
        List.of(),
        new Alert.About(
            AlertKind.BUDGET_ESTIMATED, "b-1", "", AlertSeverity.WARNING, "", "", Optional.empty()),
        Alert.Care.NONE);
  }

  private static Optional<JsonNode> followUp(ChannelKind kind, Step step, Alert alert) {
    return AlertForm.of(kind)
        .followUp(
            alert,
            new Envelope(1, "k-1", step, Optional.empty(), AlertFixtures.NOW),
            raised(kind, AlertFixtures.estimated(50, 80)))
        .map(PayloadJson::object);
  }

  @Test
  void a_bots_message_is_changed_and_says_all_that_happened_within_slacks_limits() {
    JsonNode acknowledged =
        followUp(ChannelKind.SLACK_BOT, Step.ACKNOWLEDGED, alert("ada <!here>", "")).orElseThrow();
    JsonNode recovered =
        followUp(ChannelKind.SLACK_BOT, Step.RECOVERED, alert("ada", "2026-10-24T09:00:00.000000Z"))
            .orElseThrow();

    assertThat(acknowledged.at("/blocks/0/text/text").asText())
        .isEqualTo("Acknowledged: search-gpus: 82 % of October 2026 (estimated)");
    assertThat(acknowledged.at("/blocks/1/text/text").asText())
        .isEqualTo("Acknowledged by ada &lt;!here&gt;, 24 Oct 2026 08:12 UTC");
    assertThat(recovered.at("/blocks/1/text/text").asText())
        .isEqualTo(
            "Acknowledged by ada, 24 Oct 2026 08:12 UTC\n"
                + "Recovered 24 Oct 2026 09:00 UTC: the restated bill is at 76 %");
    assertThat(recovered.path("text").asText()).startsWith("Acknowledged by ada");
    // What it said when it was raised still stands below.
    assertThat(texts(recovered)).contains("USD 1,250.00 per hour");
    assertThat(SlackRules.faults(acknowledged)).isEmpty();
    assertThat(SlackRules.faults(recovered)).isEmpty();
  }

  @Test
  void whatever_is_done_about_an_alert_that_is_over_its_message_stays_recovered() {
    for (Step step : List.of(Step.ACKNOWLEDGED, Step.SNOOZED, Step.ASSIGNED)) {
      JsonNode message =
          followUp(ChannelKind.SLACK_BOT, step, alert("ada", "2026-10-24T08:11:00.000000Z"))
              .orElseThrow();

      assertThat(message.at("/blocks/0/text/text").asText())
          .isEqualTo("Recovered: search-gpus: 82 % of October 2026 (estimated)");
      assertThat(message.at("/blocks/1/text/text").asText())
          .isEqualTo(
              "Recovered 24 Oct 2026 08:11 UTC: the restated bill is at 76 %\n"
                  + "Acknowledged by ada, 24 Oct 2026 08:12 UTC");
      assertThat(message.toString())
          .doesNotContain("snooze_1_day")
          .doesNotContain("\"acknowledge\"");
    }
    assertThat(
            followUp(
                ChannelKind.PAGERDUTY,
                Step.ACKNOWLEDGED,
                alert("ada", "2026-10-24T08:11:00.000000Z")))
        .isEmpty();
  }

  @Test
  void who_cannot_change_a_message_is_told_of_the_recovery_alone() {
    Alert recovered = alert("ada", "2026-10-24T09:00:00.000000Z");
    for (ChannelKind kind : ChannelKind.values()) {
      boolean hears = followUp(kind, Step.ACKNOWLEDGED, alert("ada", "")).isPresent();
      assertThat(hears).as(kind.code()).isEqualTo(kind.hearsAcknowledgement());
      assertThat(followUp(kind, Step.RECOVERED, recovered)).as(kind.code()).isPresent();
    }
    assertThat(texts(followUp(ChannelKind.EMAIL, Step.RECOVERED, recovered).orElseThrow()))
        .contains("Recovered: search-gpus, 80 % of October 2026")
        .contains("the restated bill is at 76 %");
    assertThat(
            followUp(ChannelKind.PAGERDUTY, Step.RECOVERED, recovered)
                .orElseThrow()
                .path("event_action")
                .asText())
        .isEqualTo("resolve");
  }
}
