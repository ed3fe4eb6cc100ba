package io.gpuledger.ingest.azure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.ingest.bill.NativeRecord;
import io.gpuledger.ingest.bill.RecentTexts;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a line says of what was used: its meter, the size of a machine, the model of tokens. */
final class AzureSku {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A size in words of Azure, as reservations name it. */
  private static final Pattern SIZE = Pattern.compile("\\b(Standard|Basic)_[A-Za-z0-9_]+");

  /**
   * The meter of a machine with accelerators, {@code ND96isr H100 v5 Spot}: its size without the
   * tier, with blanks.
   */
  private static final Pattern METER =
      Pattern.compile("(N[CDGVP]\\d+[A-Za-z]*(?: [A-Za-z0-9]+)*? v\\d+|N[CDV]\\d+r?)\\b.*");

  /** A longer text is no meter, and looking for a size in it would take long. */
  private static final int LONGEST_METER = 256;

  private final int additional;
  private final int meterName;
  private final int category;
  private final int orderName;
  private final RecentTexts<JsonNode> facts = new RecentTexts<>();
  private final RecentTexts<String> details = new RecentTexts<>();

  AzureSku(AzureColumns columns) {
    additional = columns.of("AdditionalInfo");
    meterName = columns.of("MeterName");
    category = columns.of("MeterCategory");
    orderName = columns.of("ProductOrderName");
  }

  String meter(NativeRecord line) {
    return line.text(meterName);
  }

  /** What the meter says of tokens and provisioned throughput. */
  Optional<AzureTokens> tokens(NativeRecord line) {
    return AzureServices.isModels(line.text(category))
        ? AzureTokens.of(meter(line))
        : Optional.empty();
  }

  /** The text of a fact of the line's additional information, empty where there is none. */
  String fact(NativeRecord line, String name) {
    return facts(line).path(name).asText("");
  }

  /** SkuPriceDetails as JSON, empty where nothing is told. */
  String details(NativeRecord line) {
    String key =
        String.join(
            "\n", line.text(additional), meter(line), line.text(category), line.text(orderName));
    String known = details.find(key);
    return known == null ? details.add(key, read(line)) : known;
  }

  private String read(NativeRecord line) {
    ObjectNode out = JSON.createObjectNode();
    String size = size(line);
    if (!size.isEmpty()) {
      out.put("InstanceType", size);
    }
    facts(line)
        .properties()
        .forEach(
            fact -> {
              if (fact.getKey().equals("VCPUs") && fact.getValue().isInt()) {
                out.set("CoreCount", fact.getValue());
              } else if (!fact.getValue().isNull()) {
                out.set("x_" + fact.getKey(), fact.getValue());
              }
            });
    tokens(line).ifPresent(found -> found.addTo(out));
    return out.isEmpty() ? "" : out.toString();
  }

  /** The size of the machine: as it is told, else in the name of a reservation or the meter. */
  private String size(NativeRecord line) {
    String told = facts(line).path("ServiceType").asText("");
    if (SIZE.matcher(told).matches()) {
      return told;
    }
    Matcher ordered = SIZE.matcher(line.text(orderName));
    if (ordered.find()) {
      return ordered.group();
    }
    String text = meter(line).strip();
    return line.text(category).equals("Virtual Machines") ? sizeOf(text) : "";
  }

  /** The size in the name of a machine's meter, empty where it names none with accelerators. */
  static String sizeOf(String meter) {
    Matcher found = METER.matcher(meter);
    return meter.length() <= LONGEST_METER && found.matches()
        ? "Standard_" + found.group(1).replace(' ', '_')
        : "";
  }

  /** Whether the meter is that of machines which may be taken away. */
  boolean isInterruptible(NativeRecord line) {
    String meter = meter(line).toLowerCase(Locale.ROOT);
    return meter.endsWith(" spot") || meter.endsWith(" low priority");
  }

  private JsonNode facts(NativeRecord line) {
    String text = line.text(additional).strip();
    if (text.isEmpty()) {
      return JSON.createObjectNode();
    }
    JsonNode known = facts.find(text);
    if (known != null) {
      return known;
    }
    JsonNode read;
    try {
      read = JSON.readTree(text.startsWith("\"") ? "{" + text + "}" : text);
    } catch (JsonProcessingException e) {
      // The cell itself is kept; facts of a machine bear no money.
      read = JSON.createObjectNode();
    }
    return facts.add(text, read.isObject() ? read : JSON.createObjectNode());
  }
}
