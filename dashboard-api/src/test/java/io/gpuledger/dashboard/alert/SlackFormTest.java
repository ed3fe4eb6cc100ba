package io.gpuledger.dashboard.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.budget.Spent;
import io.gpuledger.cost.money.Amount;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlackFormTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Optional<URI> LINK =
      Optional.of(URI.create("http://127.0.0.1:8080/#/budgets?select=alert:1"));

  private static String render(AlertFacts facts, Optional<URI> link) {
    return SlackForm.WEBHOOK.raised(facts, AlertFixtures.envelope(link));
  }

  @Test
  void the_message_alone_answers_what_how_much_whose_since_when_what_to_run_and_can_it_wait()
      throws Exception {
    JsonNode payload = JSON.readTree(render(AlertFixtures.estimated(50, 80), LINK));

    String all = payload.get("blocks").toString().replace("\\n", "\n").replace("\\\"", "\"");
    assertThat(payload.get("blocks").get(0).at("/text/text").asText())
        .isEqualTo("search-gpus: 82 % of October 2026 (estimated)");
    assertThat(all)
        .contains("USD 205,000.12 of USD 250,000.00")
        .contains("From the bill: USD 180,000.50")
        .contains("Estimated to date: USD 205,000.12")
        .contains("No forecast yet")
        .contains("USD 1,250.00 per hour")
        .contains("the limit is reached in about 35 hours")
        .contains("`pod:search/train-7d4b9c6f5d-x2x9k/main` burns most now, on node `gpu-01`")
        .contains("since 24 Oct 2026 02:00 UTC")
        .contains("train: USD 90,000.00")
        .contains("<@U012ABCDEF>")
        .contains("kubectl -n search scale deployment/train --replicas=0 --dry-run=server")
        .contains("source aws-main is 31 hours old")
        .contains("passed 50 %, 80 %")
        .contains("scope `team:\"search\"`")
        .contains("run by a user that is not known")
        .contains("<http://127.0.0.1:8080/#/budgets?select=alert:1|Open in GpuLedger>");
    JsonNode button = payload.get("blocks").get(9).at("/elements/0");
    assertThat(button.at("/text/text").asText()).isEqualTo("Open and acknowledge");
    assertThat(button.get("url").asText())
        .isEqualTo("http://127.0.0.1:8080/#/budgets?select=alert:1");
    assertThat(SlackRules.faults(payload)).isEmpty();
    assertThat(payload.get("text").asText())
        .contains(
            "82 %",
            "1,250.00 per hour",
            "scale deployment/train",
            "35 hours",
            "31 hours",
            "No forecast yet");
  }

  @Test
  void a_part_without_data_says_so() {
    String payload = render(AlertFixtures.actualWithoutAnything(), Optional.empty());

    assertThat(payload)
        .contains("search-gpus: 100 % of October 2026")
        .contains("nothing estimated")
        .contains("No forecast yet")
        .contains("not known (no rate or no telemetry in scope)")
        .contains("No: the limit is passed")
        .contains("no live holder is named")
        .contains("*Top drivers* not known: no bill of the month is loaded")
        .contains("no link, because server.publicUrl is not set")
        .contains("no command is known for this cause")
        .doesNotContain("null");
  }

  @Test
  void endless_and_hostile_names_stay_within_the_limits_and_mention_nobody() throws Exception {
    String hostile = "<!channel> & `x` ".repeat(2_000);
    AlertFacts facts =
        new AlertFacts(
            new AlertFacts.BudgetFacts(
                "b", 1, hostile, hostile, List.of(), "USD", Amount.of(1), hostile, "c"),
            "2026-10",
            List.of(1, 2, 3),
            SpendKind.ESTIMATED,
            new Spent(
                Amount.parse("999999999999.999999999999999999"),
                Optional.of(Amount.parse("999999999999.999999999999999999"))),
            Optional.of(Amount.parse("0.000000000000000001")),
            Optional.of(
                new AlertFacts.Cause(hostile, hostile, hostile, Optional.of(Instant.EPOCH))),
            Collections.nCopies(50, new AlertFacts.Driver(hostile, Amount.of(-5))),
            Collections.nCopies(500, hostile),
            AlertFixtures.NOW);

    JsonNode payload = JSON.readTree(render(facts, LINK));

    assertThat(SlackRules.faults(payload)).isEmpty();
    assertThat(payload.get("text").asText()).doesNotContain("<!channel>");
    // A header is plain text, where Slack reads no markup.
    assertThat(payload.findValuesAsText("text").subList(2, 10))
        .noneMatch(text -> text.contains("<!channel>"));
  }

  @ParameterizedTest
  @CsvSource({
    "PT16S, less than a minute",
    "PT1M, about 1 minute",
    "PT59M59S, about 59 minutes",
    "PT1H59M, about 1 hour",
    "PT71H59M, about 71 hours",
    "PT72H, about 3 days",
  })
  void the_time_that_is_left_is_never_told_longer_than_it_is(Duration left, String words) {
    assertThat(SlackText.length(left)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pod:ml/train-7d4b9c6f5d-x2x9k | kubectl -n ml scale deployment/train --replicas=0",
        "pod:ml/worker-12/main | kubectl -n ml scale statefulset/worker --replicas=0",
        "pod:ml/lonely | kubectl -n ml delete pod lonely",
        "job:4711 | scancel 4711",
        "job:4711_3 | scancel 4711_3",
        "pod:ml/x;rm -rf / | none",
        "job:$(id) | none",
        "endpoint:ml/chat | none",
        "unknown | none",
      })
  void a_command_is_made_for_names_that_are_safe_to_paste(String holder, String expected) {
    assertThat(StopCommand.of(holder).map(StopCommand::command).orElse("none")).isEqualTo(expected);
  }

  @Test
  void the_percent_never_shows_a_limit_before_it_is_reached() {
    assertThat(SlackText.percent(Amount.parse("99.999"), Amount.of(100))).isEqualTo("99.9 %");
    assertThat(SlackText.percent(Amount.of(100), Amount.of(100))).isEqualTo("100 %");
  }
}
