package io.gpuledger.dashboard.export;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Map;
import java.util.TreeMap;

/** Small JSON objects, always with the same bytes for the same content. */
final class JsonText {
  private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

  private final StringBuilder text = new StringBuilder("{");

  /** A flat object by key, or the empty text for none: FOCUS writes a null then. */
  static String object(Map<String, String> pairs) {
    if (pairs.isEmpty()) {
      return "";
    }
    JsonText json = new JsonText();
    new TreeMap<>(pairs).forEach(json::text);
    return json.end();
  }

  /** Adds a text, even an empty one. */
  JsonText text(String key, String value) {
    key(key);
    quote(value);
    return this;
  }

  /** Adds a text unless it is empty. */
  JsonText present(String key, String value) {
    return value.isEmpty() ? this : text(key, value);
  }

  /** Adds what is JSON already. */
  JsonText raw(String key, String json) {
    key(key);
    text.append(json);
    return this;
  }

  boolean isEmpty() {
    return text.length() == 1;
  }

  String end() {
    return text.append('}').toString();
  }

  private void key(String key) {
    if (!isEmpty()) {
      text.append(',');
    }
    quote(key);
    text.append(':');
  }

  private void quote(String value) {
    text.append('"');
    ENCODER.quoteAsString(value, text);
    text.append('"');
  }
}
