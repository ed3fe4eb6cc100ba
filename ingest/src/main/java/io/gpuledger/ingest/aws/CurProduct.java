package io.gpuledger.ingest.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.NativeRecord;
import io.gpuledger.ingest.bill.RecentTexts;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a report says of the product of a line: columns of its own and, in CUR 2.0, a map for the
 * rest.
 */
final class CurProduct {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern MEMORY = Pattern.compile("([\\d.,]{1,12}) ?(GiB|GB|TiB|MiB)");

  /** {@code USE1-Claude4Sonnet-cache-read-input-tokens-batch}: model and kind of token [K]. */
  private static final Pattern TOKENS =
      Pattern.compile(
          "(?:[A-Z]{2,4}\\d?-)?(.+?)-((?:cache-(?:read|write)-)?(?:input|output))-tokens?(-batch)?.*");

  private static final List<Fact> FACTS =
      List.of(
          new Fact("instance_type", "InstanceType", false),
          new Fact("instance_family", "InstanceSeries", false),
          new Fact("vcpu", "CoreCount", true),
          new Fact("gpu", "GpuCount", true),
          new Fact("gpu_memory", "x_GpuMemory", false),
          new Fact("operating_system", "OperatingSystem", false));

  private final int map;
  private final int[] factColumns;
  private final int[] nameColumns;
  private final int memory;
  private final RecentTexts<JsonNode> maps = new RecentTexts<>();
  private final RecentTexts<String> details = new RecentTexts<>();

  /** A product fact of AWS and its key in SkuPriceDetails. */
  private record Fact(String name, String key, boolean number) {}

  CurProduct(CurColumns columns) {
    map = columns.of("product");
    factColumns = FACTS.stream().mapToInt(fact -> columns.of("product_" + fact.name())).toArray();
    memory = columns.of("product_memory");
    nameColumns = new int[] {columns.of("product_servicename"), columns.of("product_product_name")};
  }

  /** The name of the service, empty where the report has none. */
  String serviceName(NativeRecord line) {
    String own = line.firstText(nameColumns);
    if (!own.isEmpty()) {
      return own;
    }
    JsonNode facts = facts(line);
    return facts.path("servicename").asText(facts.path("product_name").asText(""));
  }

  /** Sets SkuPriceDetails; of tokens also the model and their kind, as the usage type tells. */
  void write(NativeRecord line, ChargeWriter charge, String usageType) {
    StringBuilder key = new StringBuilder(line.text(map)).append('\n').append(usageType);
    for (int column : factColumns) {
      key.append('\n').append(line.text(column));
    }
    String all = key.append('\n').append(line.text(memory)).toString();
    String known = details.find(all);
    charge.put(
        FocusColumn.SKU_PRICE_DETAILS,
        known == null ? details.add(all, details(line, usageType)) : known);
  }

  private String details(NativeRecord line, String usageType) {
    JsonNode facts = facts(line);
    ObjectNode out = JSON.createObjectNode();
    for (int i = 0; i < FACTS.size(); i++) {
      Fact fact = FACTS.get(i);
      String value = text(line, factColumns[i], facts, fact.name());
      if (fact.number() && value.matches("\\d{1,9}")) {
        out.put(fact.key(), Long.parseLong(value));
      } else if (!value.isEmpty() && !value.equals("NA")) {
        out.put(fact.number() ? "x_" + fact.key() : fact.key(), value);
      }
    }
    memoryGibibytes(out, text(line, memory, facts, "memory"));
    Matcher tokens = TOKENS.matcher(usageType);
    if (tokens.matches()) {
      out.put("x_Model", tokens.group(1));
      out.put("x_TokenType", tokens.group(2));
      if (tokens.group(3) != null) {
        out.put("x_Batch", true);
      }
    }
    return out.isEmpty() ? "" : out.toString();
  }

  private static String text(NativeRecord line, int column, JsonNode facts, String name) {
    String own = line.text(column);
    return own.isEmpty() ? facts.path(name).asText("") : own;
  }

  private static void memoryGibibytes(ObjectNode out, String text) {
    Matcher size = MEMORY.matcher(text.strip());
    if (!size.matches()) {
      return;
    }
    BigDecimal number;
    try {
      number = new BigDecimal(size.group(1).replace(",", ""));
    } catch (NumberFormatException e) {
      return;
    }
    out.put(
        "MemorySize",
        switch (size.group(2).toLowerCase(Locale.ROOT)) {
          case "tib" -> number.multiply(BigDecimal.valueOf(1_024));
          case "mib" -> number.divide(BigDecimal.valueOf(1_024));
          default -> number;
        });
  }

  private JsonNode facts(NativeRecord line) {
    if (map == NativeColumns.NONE) {
      return JSON.missingNode();
    }
    String text = line.text(map);
    JsonNode known = maps.find(text);
    if (known != null) {
      return known;
    }
    JsonNode read;
    try {
      read = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      // The cell itself is kept; facts of a product bear no money.
      read = JSON.missingNode();
    }
    return maps.add(text, read);
  }
}
