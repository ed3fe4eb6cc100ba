package io.gpuledger.dashboard.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The JSON Schema says the same as the reader, checked with the part of JSON Schema it uses. */
class ConfigSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** More than any list of words in the schema has. */
  private static final int WORDS_MOST = 24;

  @Test
  void the_example_satisfies_the_schema() throws Exception {
    Object yaml =
        new Load(LoadSettings.builder().build())
            .loadFromString(Files.readString(ConfigReaderTest.EXAMPLE));

    assertThat(faults(schema(), JSON.valueToTree(yaml), "")).isEmpty();
  }

  @Test
  void the_schema_refuses_what_the_reader_refuses() throws Exception {
    for (String text :
        List.of(
            "servr: {}",
            "server: {port: 70000}",
            "sources: [{name: a}]",
            "durability: none",
            "close: {calendar: {pattern: 4-4-4}}",
            "close: {calendar: {startMonth: Januar}}",
            "close: {accounts: {expense: ''}}",
            "currencies: {book: euro}",
            "currencies: {book: EUR, purpose: average}",
            "currencies: {book: EUR, rates: [{rate: 0.9, purpose: budget, from: 2026-10-01, source:"
                + " s}]}",
            "currencies: {book: EUR, derived: [{of: GBP}]}",
            "budgets: [{name: b, currency: usd, limit: '1'}]",
            "alerts: {channels: [{name: s, webhook: https://x}]}")) {
      Object yaml = new Load(LoadSettings.builder().build()).loadFromString(text);
      assertThat(faults(schema(), JSON.valueToTree(yaml), "")).as(text).isNotEmpty();
      assertThat(ConfigReader.read("f", text).problems()).as(text).isNotEmpty();
    }
  }

  @Test
  void every_key_of_the_schema_is_known_to_the_reader() throws Exception {
    String text = JSON.writeValueAsString(filled(schema()));

    assertThat(ConfigReader.read("f", text).problems())
        .noneMatch(problem -> problem.message().startsWith("unknown key"));
  }

  /**
   * A key that is added to the reader or to the schema only fails here. The reader is asked what it
   * looks for in texts that have every key of the schema, with each value of each list of words in
   * turn, because what it looks for may depend on a kind; and in the example.
   */
  @Test
  void the_keys_of_the_reader_and_of_the_schema_are_the_same() throws Exception {
    Set<String> ofReader =
        new TreeSet<>(ConfigReader.keysOf(Files.readString(ConfigReaderTest.EXAMPLE)));
    for (int word = 0; word < WORDS_MOST; word++) {
      ofReader.addAll(ConfigReader.keysOf(JSON.writeValueAsString(filled(schema(), word))));
    }
    Set<String> ofSchema = new TreeSet<>();
    keys(schema(), "", ofSchema);

    assertThat(ofReader)
        .as("keys of the reader that the schema lacks, and others")
        .isEqualTo(ofSchema);
  }

  private static void keys(JsonNode schema, String path, Set<String> keys) {
    schema
        .path("properties")
        .properties()
        .forEach(
            entry -> {
              String key = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
              keys.add(key);
              keys(entry.getValue(), key, keys);
            });
    if (schema.has("items")) {
      keys(schema.get("items"), path + "[]", keys);
    }
  }

  /** A value of every key of the schema; of each list of words the one of this number. */
  private static JsonNode filled(JsonNode schema, int word) {
    if (schema.has("properties")) {
      var object = JSON.createObjectNode();
      schema
          .get("properties")
          .properties()
          .forEach(e -> object.set(e.getKey(), filled(e.getValue(), word)));
      return object;
    }
    if (schema.has("items")) {
      return JSON.createArrayNode().add(filled(schema.get("items"), word));
    }
    JsonNode words = schema.path("enum");
    return JSON.getNodeFactory()
        .textNode(words.isEmpty() ? "x" : words.get(word % words.size()).asText());
  }

  private static JsonNode schema() throws Exception {
    try (InputStream in = ConfigReader.class.getResourceAsStream("gpuledger.schema.json")) {
      return JSON.readTree(in);
    }
  }

  private static JsonNode filled(JsonNode schema) {
    if (schema.has("properties")) {
      var object = JSON.createObjectNode();
      schema
          .get("properties")
          .properties()
          .forEach(e -> object.set(e.getKey(), filled(e.getValue())));
      return object;
    }
    if (schema.has("items")) {
      return JSON.createArrayNode().add(filled(schema.get("items")));
    }
    return JSON.getNodeFactory().textNode("x");
  }

  private static List<String> faults(JsonNode schema, JsonNode value, String path) {
    List<String> faults = new ArrayList<>();
    if (schema.has("type") && !typeFits(schema.get("type"), value)) {
      faults.add(path + ": type");
    }
    if (schema.has("enum")
        && !JSON.convertValue(schema.get("enum"), List.class).contains(value.asText())) {
      faults.add(path + ": enum");
    }
    if (schema.has("pattern")
        && value.isTextual()
        && !value.asText().matches(schema.get("pattern").asText())
        && !java.util.regex.Pattern.compile(schema.get("pattern").asText())
            .matcher(value.asText())
            .find()) {
      faults.add(path + ": pattern");
    }
    if (schema.has("maximum") && value.asDouble() > schema.get("maximum").asDouble()) {
      faults.add(path + ": maximum");
    }
    for (JsonNode key : schema.path("required")) {
      if (!value.has(key.asText())) {
        faults.add(path + ": lacks " + key.asText());
      }
    }
    if (schema.has("properties")) {
      value
          .properties()
          .forEach(
              entry -> {
                JsonNode known = schema.get("properties").get(entry.getKey());
                if (known == null) {
                  faults.add(path + ": unknown " + entry.getKey());
                } else {
                  faults.addAll(faults(known, entry.getValue(), path + "/" + entry.getKey()));
                }
              });
    }
    for (JsonNode item : schema.has("items") ? value : JSON.createArrayNode()) {
      faults.addAll(faults(schema.get("items"), item, path + "[]"));
    }
    return faults;
  }

  private static boolean typeFits(JsonNode type, JsonNode value) {
    if (type.isArray()) {
      for (JsonNode one : type) {
        if (typeFits(one, value)) {
          return true;
        }
      }
      return false;
    }
    return switch (type.asText()) {
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      default -> false;
    };
  }
}
