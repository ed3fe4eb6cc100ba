package io.gpuledger.dashboard.alert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.dashboard.alert.channel.PayloadJson;
import io.gpuledger.dashboard.alert.channel.Step;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * An Adaptive Card for a Workflows webhook of Teams. Text stands in rich text blocks, where Teams
 * reads no Markdown, so that a name smuggles in no link.
 */
final class TeamsForm implements AlertForm {
  /** Bytes of a message that Teams takes at most. */
  static final int SIZE_LIMIT = 28 * 1024;

  private static final int TEXT_LIMIT = 1_500;

  @Override
  public String raised(AlertContent content, Envelope envelope) {
    Words words = content.words(envelope, Markup.PLAIN);
    return card(Markup.PLAIN.text(words.title()), words.parts(), envelope.link());
  }

  @Override
  public Optional<String> followUp(Alert alert, Envelope envelope, String raised) {
    if (envelope.step() != Step.RECOVERED) {
      return Optional.empty();
    }
    return Optional.of(
        card(
            Markup.PLAIN.text(FollowUpWords.title(alert, envelope.step())),
            List.of(Markup.PLAIN.text(FollowUpWords.sentence(alert, envelope.step()))),
            envelope.link()));
  }

  private static String card(String title, List<String> parts, Optional<URI> link) {
    ObjectNode message = PayloadJson.object();
    message.put("type", "message");
    ObjectNode attachment = message.putArray("attachments").addObject();
    attachment.put("contentType", "application/vnd.microsoft.card.adaptive");
    ObjectNode card = attachment.putObject("content");
    card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
    card.put("type", "AdaptiveCard");
    card.put("version", "1.4");
    card.put("fallbackText", title);
    card.putObject("msteams").put("width", "Full");
    ArrayNode body = card.putArray("body");
    run(body, title).put("size", "Large").put("weight", "Bolder");
    for (String part : parts) {
      boolean first = true;
      ArrayNode inlines = block(body);
      for (String line : SlackText.cut(part, TEXT_LIMIT).split("\n", -1)) {
        ObjectNode run = inlines.addObject();
        run.put("type", "TextRun");
        run.put("text", first ? line : "\n" + line);
        if (line.startsWith("  ")) {
          run.put("fontType", "Monospace");
        }
        first = false;
      }
    }
    link.ifPresent(
        uri ->
            card.putArray("actions")
                .addObject()
                .put("type", "Action.OpenUrl")
                .put("title", "Open and acknowledge")
                .put("url", uri.toString()));
    return message.toString();
  }

  private static ArrayNode block(ArrayNode body) {
    return body.addObject().put("type", "RichTextBlock").putArray("inlines");
  }

  private static ObjectNode run(ArrayNode body, String text) {
    return block(body).addObject().put("type", "TextRun").put("text", text);
  }
}
