package io.gpuledger.dashboard.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.dashboard.alert.channel.PayloadJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an alert said, in plain words, kept with it: it is told again in other channels and later.
 *
 * @param source where it happens
 * @param component the holder, or empty
 * @param breach whether it had happened already
 */
public record Told(
    String title,
    List<String> fields,
    String burn,
    String canWait,
    List<String> sections,
    String footer,
    Map<String, String> details,
    String source,
    String component,
    boolean breach) {
  public Told {
    fields = List.copyOf(fields);
    sections = List.copyOf(sections);
    details = new LinkedHashMap<>(details);
  }

  static Told of(AlertContent content, Envelope envelope) {
    Words words = content.words(envelope, Markup.PLAIN);
    return new Told(
        Markup.PLAIN.text(words.title()),
        words.fields(),
        words.burn(),
        words.canWait(),
        words.sections(),
        words.footer(),
        words.details(),
        content.source(),
        content.component(),
        content.isBreach());
  }

  String json() {
    ObjectNode node = PayloadJson.object();
    node.put("title", title);
    fields.forEach(node.putArray("fields")::add);
    node.put("burn", burn);
    node.put("canWait", canWait);
    sections.forEach(node.putArray("sections")::add);
    node.put("footer", footer);
    ObjectNode parts = node.putObject("details");
    details.forEach(parts::put);
    node.put("source", source);
    node.put("component", component);
    node.put("breach", breach);
    return node.toString();
  }

  /** What was kept; empty for an alert of an older version. */
  static Optional<Told> parse(String json) {
    if (json.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode node = PayloadJson.object(json);
    Map<String, String> details = new LinkedHashMap<>();
    node.path("details").properties().forEach(e -> details.put(e.getKey(), e.getValue().asText()));
    return Optional.of(
        new Told(
            node.path("title").asText(),
            texts(node.path("fields")),
            node.path("burn").asText(),
            node.path("canWait").asText(),
            texts(node.path("sections")),
            node.path("footer").asText(),
            details,
            node.path("source").asText(),
            node.path("component").asText(),
            node.path("breach").asBoolean()));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
