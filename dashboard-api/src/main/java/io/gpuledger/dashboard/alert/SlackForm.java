package io.gpuledger.dashboard.alert;

import static com.slack.api.model.block.Blocks.actions;
import static com.slack.api.model.block.Blocks.context;
import static com.slack.api.model.block.Blocks.header;
import static com.slack.api.model.block.Blocks.section;
import static com.slack.api.model.block.composition.BlockCompositions.asSectionFields;
import static com.slack.api.model.block.composition.BlockCompositions.markdownText;
import static com.slack.api.model.block.composition.BlockCompositions.plainText;
import static com.slack.api.model.block.element.BlockElements.button;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.util.json.GsonFactory;
import com.slack.api.webhook.Payload;
import io.gpuledger.dashboard.alert.channel.PayloadJson;
import io.gpuledger.dashboard.alert.channel.Step;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A message of Slack's Block Kit. A bot's message is changed when it is acknowledged and when its
 * cause is over; a webhook's stands as it is, and a second one tells that the cause is over.
 */
final class SlackForm implements AlertForm {
  static final SlackForm WEBHOOK = new SlackForm(false);
  static final SlackForm BOT = new SlackForm(true);

  /** Slack's limits, in characters. */
  static final int HEADER_LIMIT = 150;

  static final int SECTION_LIMIT = 3_000;
  static final int FIELD_LIMIT = 2_000;
  static final int TEXT_LIMIT = 4_000;

  private final boolean edits;

  private SlackForm(boolean edits) {
    this.edits = edits;
  }

  /** The payload exactly as it is posted. */
  @Override
  public String raised(AlertFacts facts, Envelope envelope) {
    AlertWords words = new AlertWords(facts, envelope.link(), Markup.SLACK);
    List<LayoutBlock> blocks = new ArrayList<>();
    blocks.add(header(h -> h.text(plainText(SlackText.cut(words.title(), HEADER_LIMIT), false))));
    blocks.add(
        section(
            s ->
                s.fields(
                    asSectionFields(
                        markdownText(SlackText.cut(words.spent(), FIELD_LIMIT)),
                        markdownText(words.forecast())))));
    blocks.add(text(words.burn() + "\n" + words.canWait()));
    blocks.add(text(words.cause()));
    blocks.add(text(words.drivers()));
    blocks.add(text(words.owner()));
    blocks.add(text(words.command()));
    blocks.add(text(words.unknown()));
    blocks.add(context(List.of(markdownText(SlackText.cut(words.footer(), FIELD_LIMIT)))));
    envelope.link().ifPresent(uri -> blocks.add(open(uri)));
    AlertWords plain = new AlertWords(facts, envelope.link(), Markup.SLACK_PLAIN);
    String fallback = SlackText.escaped(plain.title()) + "\n" + String.join("\n", plain.parts());
    return json(SlackText.cut(fallback, TEXT_LIMIT), blocks);
  }

  private static String json(String text, List<LayoutBlock> blocks) {
    Payload payload =
        Payload.builder().text(text).blocks(blocks).unfurlLinks(false).unfurlMedia(false).build();
    return GsonFactory.createSnakeCase().toJson(payload);
  }

  /**
   * A button that is a link, which needs nothing that answers Slack. It leads to where the alert is
   * acknowledged.
   */
  private static LayoutBlock open(URI uri) {
    return actions(
        List.of(
            button(
                b ->
                    b.actionId("open")
                        .text(plainText("Open and acknowledge", false))
                        .url(uri.toString()))));
  }

  private static LayoutBlock text(String markdown) {
    return section(s -> s.text(markdownText(SlackText.cut(markdown, SECTION_LIMIT))));
  }

  @Override
  public Optional<String> followUp(Alert alert, Envelope envelope, String raised) {
    List<String> news = news(alert);
    if (edits) {
      return Optional.of(changed(raised, news, envelope.step()));
    }
    if (envelope.step() != Step.RECOVERED) {
      return Optional.empty();
    }
    String text = FollowUpWords.title(alert, envelope.step()) + "\n" + String.join("\n", news);
    String escaped = SlackText.cut(SlackText.escaped(text), SECTION_LIMIT);
    return Optional.of(json(escaped, List.of(text(escaped))));
  }

  /** What has happened since the alert was raised, oldest first. */
  private static List<String> news(Alert alert) {
    List<String> news = new ArrayList<>();
    if (!alert.acknowledgedBy().isEmpty()) {
      news.add(FollowUpWords.acknowledged(alert));
    }
    if (!alert.recoveredAt().isEmpty()) {
      news.add(FollowUpWords.recovered(alert));
    }
    return news;
  }

  /** The message as it stands, with what happened since on top. */
  private static String changed(String raised, List<String> news, Step step) {
    ObjectNode payload = PayloadJson.object(raised);
    String lines = SlackText.escaped(String.join("\n", news));
    String text = lines + "\n" + payload.path("text").asText();
    payload.put("text", SlackText.cut(text, TEXT_LIMIT));
    ArrayNode blocks = payload.withArray("blocks");
    ObjectNode mark = PayloadJson.object();
    mark.put("type", "section");
    mark.putObject("text").put("type", "mrkdwn").put("text", SlackText.cut(lines, SECTION_LIMIT));
    if (!blocks.isEmpty() && blocks.get(0) instanceof ObjectNode head) {
      String title = head.path("text").path("text").asText();
      head.withObject("/text")
          .put("text", SlackText.cut(FollowUpWords.word(step) + ": " + title, HEADER_LIMIT));
    }
    blocks.insert(Math.min(1, blocks.size()), mark);
    return payload.toString();
  }
}
