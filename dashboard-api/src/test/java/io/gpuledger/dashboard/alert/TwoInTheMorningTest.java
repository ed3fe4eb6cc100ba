package io.gpuledger.dashboard.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.dashboard.alert.channel.PayloadJson;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.ChannelKind;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.dashboard.state.TestClock;
import io.gpuledger.dashboard.watch.WatchFixtures;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Somebody is woken and has the text of the message only: what is it, what does it cost by the
 * hour, whose is it, since when, what is to be run, can it wait?
 */
class TwoInTheMorningTest {
  private static final Optional<URI> LINK =
      Optional.of(URI.create("https://ledger.example/#/alerts?select=alert:1"));

  /** The questions, and what an answer looks like in the text. */
  private static final Map<String, Pattern> QUESTIONS = new LinkedHashMap<>();

  static {
    QUESTIONS.put("what", Pattern.compile("\\A[^\\n]{10,}\\n"));
    QUESTIONS.put(
        "how much an hour",
        Pattern.compile("Burn now:? ([A-Z]{3} [0-9,]+\\.[0-9]{2} per hour|not known)"));
    QUESTIONS.put("whose", Pattern.compile("Owner:?[ \\n]\\S+"));
    QUESTIONS.put(
        "since when",
        Pattern.compile(
            "(?i)since:? ([0-9]{1,2} \\p{L}+ [0-9]{4} [0-9:]{5} UTC|when is not known|not known"
                + " when)"));
    QUESTIONS.put(
        "what to run",
        Pattern.compile(
            "What to run:? ?(nothing is to be run\\. \\S+|no command is known|\\n *\\S+)"
                + "|To stop it:?\\n *\\S+"));
    QUESTIONS.put(
        "can it wait", Pattern.compile("Can it wait\\?:? (Yes|No|Not known|At this burn)"));
    QUESTIONS.put("what is not known", Pattern.compile("(?m)^Not known:? ?(nothing|\\n?•|$)"));
    QUESTIONS.put("where to look", Pattern.compile("https://ledger\\.example/#/alerts"));
  }

  private static List<AlertContent> fixtures() {
    List<AlertContent> fixtures = new ArrayList<>();
    fixtures.add(AlertFixtures.estimated(50, 80));
    fixtures.add(AlertFixtures.actualWithoutAnything());
    fixtures.add(AlertFixtures.forecast());
    fixtures.addAll(WatchFixtures.all().values());
    return fixtures;
  }

  /** Every fixture in the form of every kind of channel. */
  static Stream<Arguments> messages() {
    return fixtures().stream()
        .flatMap(
            content ->
                Stream.of(ChannelKind.values())
                    .map(kind -> Arguments.of(content.alertKind(), kind, content)));
  }

  private static String text(ChannelKind kind, JsonNode payload) {
    return switch (kind) {
      case SLACK, SLACK_BOT ->
          payload.path("text").asText().replace("&gt;", ">").replace("&lt;", "<");
      case EMAIL -> payload.path("text").asText();
      case WEBHOOK ->
          payload.at("/data/title").asText()
              + "\n"
              + payload.at("/data/text").asText()
              + "\n"
              + payload.at("/data/link").asText();
      case PAGERDUTY ->
          payload.at("/payload/summary").asText()
              + "\n"
              + payload.at("/payload/custom_details").properties().stream()
                  .map(detail -> detail.getValue().asText())
                  .collect(Collectors.joining("\n"));
      case TEAMS -> {
        List<String> blocks = new ArrayList<>();
        payload
            .at("/attachments/0/content/body")
            .forEach(
                block ->
                    blocks.add(
                        block.path("inlines").findValuesAsText("text").stream()
                            .collect(Collectors.joining())));
        yield String.join("\n", blocks);
      }
    };
  }

  @ParameterizedTest(name = "{0} by {1}")
  @MethodSource("messages")
  void the_text_alone_answers_every_question(
      AlertKind kind, ChannelKind channel, AlertContent content) {
    JsonNode payload =
        PayloadJson.object(AlertForm.of(channel).raised(content, AlertFixtures.envelope(LINK)));

    String text = text(channel, payload);

    QUESTIONS.forEach(
        (question, answer) ->
            assertThat(answer.matcher(text).find())
                .as("%s of %s by %s in:%n%s", question, kind, channel, text)
                .isTrue());
    assertThat(text).doesNotContain("null").doesNotContain("Optional");
    // Nobody takes an instant of a machine apart at two in the morning; a machine does.
    if (channel != ChannelKind.WEBHOOK) {
      assertThat(text).doesNotContainPattern("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:");
    }
    if (channel == ChannelKind.SLACK || channel == ChannelKind.SLACK_BOT) {
      assertThat(SlackRules.faults(payload)).isEmpty();
    }
    if (channel == ChannelKind.PAGERDUTY) {
      ((com.fasterxml.jackson.databind.node.ObjectNode) payload)
          .put("routing_key", "R1")
          .put("dedup_key", "k");
      assertThat(PagerDutyRules.faults(payload)).isEmpty();
    }
    if (channel == ChannelKind.TEAMS) {
      assertThat(payload.toString().length()).isLessThan(TeamsForm.SIZE_LIMIT);
    }
  }

  @Test
  void every_kind_that_can_be_raised_has_a_fixture() {
    Set<AlertKind> covered =
        fixtures().stream().map(AlertContent::alertKind).collect(Collectors.toSet());

    assertThat(covered)
        .contains(
            Stream.of(AlertKind.values())
                // A forecast comes with the forecast feed; what gathers others is tested below.
                .filter(kind -> kind != AlertKind.BUDGET_FORECAST && !kind.isGathering())
                .toArray(AlertKind[]::new));
  }

  @TempDir Path folder;

  @Test
  void what_gathers_others_answers_for_each_of_them() {
    try (StateStore store = StateStore.open(folder.resolve("state.db"))) {
      AlertLedger ledger = new AlertLedger(store, new TestClock(AlertFixtures.NOW), alert -> {});
      List<Alert> alerts =
          fixtures().stream()
              .map(
                  content ->
                      content instanceof AlertFacts facts
                          ? ledger.raise(facts, List.of(Target.PREVIEW), id -> LINK)
                          : ledger.raise((Notice) content, List.of(Target.PREVIEW), id -> LINK))
              .map(Optional::orElseThrow)
              .toList();

      Gathering.Gathered all =
          new Gathering.Gathered(
              "slack",
              "2026-10-24T08:00:00Z",
              new Gathering.Group(alerts, alerts.size()),
              Gathering.Group.NONE,
              LINK);
      for (Notice notice :
          List.of(
              Gathering.flood(all, "2026-10-24T08:00:00Z", 20, AlertFixtures.NOW),
              Gathering.quiet(all, AlertFixtures.NOW))) {
        JsonNode payload =
            PayloadJson.object(SlackForm.WEBHOOK.raised(notice, AlertFixtures.envelope(LINK)));
        String text = payload.path("text").asText();
        QUESTIONS.forEach(
            (question, answer) ->
                assertThat(answer.matcher(text).find()).as("%s in:%n%s", question, text).isTrue());
        assertThat(text)
            .contains("search-gpus: 82 % of October 2026 (estimated) · USD 1,250.00 per hour");
        assertThat(payload.path("blocks").toString().split("\\\\n• |\"• ", -1))
            .as("a line for each")
            .hasSizeGreaterThanOrEqualTo(alerts.size() + 1);
        assertThat(SlackRules.faults(payload)).isEmpty();
      }
    }
  }
}
