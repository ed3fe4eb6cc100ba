package io.gpuledger.dashboard.alert;

import static com.slack.api.model.block.Blocks.actions;
import static com.slack.api.model.block.Blocks.context;
import static com.slack.api.model.block.Blocks.header;
import static com.slack.api.model.block.Blocks.section;
import static com.slack.api.model.block.composition.BlockCompositions.markdownText;
import static com.slack.api.model.block.composition.BlockCompositions.plainText;
import static com.slack.api.model.block.element.BlockElements.button;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.Gson;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.composition.TextObject;
import com.slack.api.model.block.element.BlockElement;
import com.slack.api.util.json.GsonFactory;
import com.slack.api.webhook.Payload;
import io.gpuledger.dashboard.alert.channel.PayloadJson;
import io.gpuledger.dashboard.alert.channel.Step;
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

  /** Made once: to make one takes longer than to write a message with it. */
  private static final Gson JSON = GsonFactory.createSnakeCase();

  private final boolean edits;

  private SlackForm(boolean edits) {
    this.edits = edits;
  }

  /** The payload exactly as it is posted. */
  @Override
  public String raised(AlertContent content, Envelope envelope) {
    Words words = content.words(envelope, Markup.SLACK);
    List<LayoutBlock> blocks = new ArrayList<>();
    blocks.add(header(h -> h.text(plainText(SlackText.cut(words.title(), HEADER_LIMIT), false))));
    blocks.add(
        section(
            s ->
                s.fields(
                    words.fields().stream()
                        .<TextObject>map(field -> markdownText(SlackText.cut(field, FIELD_LIMIT)))
                        .toList())));
    blocks.add(text(words.burn() + "\n" + words.canWait()));
    words.sections().forEach(section -> blocks.add(text(section)));
    blocks.add(context(List.of(markdownText(SlackText.cut(words.footer(), FIELD_LIMIT)))));
    List<BlockElement> buttons = buttons(envelope);
    if (!buttons.isEmpty()) {
      blocks.add(actions(buttons));
    }
    Words plain = content.words(envelope, Markup.SLACK_PLAIN);
    String fallback = SlackText.escaped(plain.title()) + "\n" + String.join("\n", plain.parts());
    return json(SlackText.cut(fallback, TEXT_LIMIT), blocks);
  }

  private static String json(String text, List<LayoutBlock> blocks) {
    Payload payload =
        Payload.builder().text(text).blocks(blocks).unfurlLinks(false).unfurlMedia(false).build();
    return JSON.toJson(payload);
  }

  /** Buttons that act where Slack can tell us of them; else a link to where it is done. */
  private static List<BlockElement> buttons(Envelope envelope) {
    List<BlockElement> buttons = new ArrayList<>();
    if (envelope.buttons()) {
      buttons.add(acting(SlackAction.ACKNOWLEDGE, envelope.alertId()));
      buttons.add(acting(SlackAction.SNOOZE, envelope.alertId()));
    }
    envelope
        .link()
        .ifPresent(
            uri ->
                buttons.add(
                    button(
                        b ->
                            b.actionId("open")
                                .text(
                                    plainText(
                                        envelope.buttons() ? "Open" : "Open and acknowledge",
                                        false))
                                .url(uri.toString()))));
    return buttons;
  }

  private static BlockElement acting(SlackAction action, long alertId) {
    return button(
        b ->
            b.actionId(action.code())
                .text(plainText(action.words(), false))
                .value(Long.toString(alertId)));
  }

  private static LayoutBlock text(String markdown) {
    return section(s -> s.text(markdownText(SlackText.cut(markdown, SECTION_LIMIT))));
  }

  @Override
  public Optional<String> followUp(Alert alert, Envelope envelope, String raised) {
    List<String> news = FollowUpWords.news(alert);
    if (edits) {
      // What is over stays over, whatever is done about it afterwards.
      return Optional.of(changed(raised, news, alert.isOpen() ? envelope.step() : Step.RECOVERED));
    }
    if (envelope.step() != Step.RECOVERED) {
      return Optional.empty();
    }
    String text = FollowUpWords.title(alert, envelope.step()) + "\n" + String.join("\n", news);
    String escaped = SlackText.cut(SlackText.escaped(text), SECTION_LIMIT);
    return Optional.of(json(escaped, List.of(text(escaped))));
  }

  @Override
  public Optional<String> gatheredOver(
      String raised, List<Alert> over, int overInAll, int gathered) {
    return edits
        ? Optional.of(SlackGathering.over(raised, over, overInAll, gathered))
        : Optional.empty();
  }

  /** The message as it stands, with what happened since on top. */
  private static String changed(String raised, List<String> news, Step step) {
    boolean acts = step != Step.RECOVERED;
    ObjectNode payload = PayloadJson.object(raised);
    String lines = SlackText.escaped(String.join("\n", news));
    String text = lines + "\n" + payload.path("text").asText();
    payload.put("text", SlackText.cut(text, TEXT_LIMIT));
    ArrayNode blocks = payload.withArray("blocks");
    if (!blocks.isEmpty() && blocks.get(0) instanceof ObjectNode head) {
      String title = head.path("text").path("text").asText();
      head.withObject("/text")
          .put("text", SlackText.cut(FollowUpWords.word(step) + ": " + title, HEADER_LIMIT));
    }
    mark(blocks, lines);
    if (!acts || step == Step.ACKNOWLEDGED) {
      withoutButtons(blocks, acts);
    }
    return payload.toString();
  }

  /** Puts lines below the header. */
  static void mark(ArrayNode blocks, String lines) {
    ObjectNode mark = PayloadJson.object();
    mark.put("type", "section");
    mark.putObject("text").put("type", "mrkdwn").put("text", SlackText.cut(lines, SECTION_LIMIT));
    blocks.insert(Math.min(1, blocks.size()), mark);
  }

  /** Takes away the buttons that have nothing left to do: a link stays. */
  private static void withoutButtons(ArrayNode blocks, boolean snoozes) {
    for (int i = blocks.size() - 1; i >= 0; i--) {
      if (blocks.get(i).path("elements") instanceof ArrayNode elements
          && blocks.get(i).path("type").asText().equals("actions")) {
        for (int j = elements.size() - 1; j >= 0; j--) {
          String action = elements.get(j).path("action_id").asText();
          if (action.equals(SlackAction.ACKNOWLEDGE.code())
              || (!snoozes && action.equals(SlackAction.SNOOZE.code()))) {
            elements.remove(j);
          }
        }
        if (elements.isEmpty()) {
          blocks.remove(i);
        }
      }
    }
  }
}
