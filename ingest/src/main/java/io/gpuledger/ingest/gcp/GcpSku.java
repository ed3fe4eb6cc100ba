package io.gpuledger.ingest.gcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeRecord;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the SKU and the system labels say of a record. A machine of Google bills its devices,
 * processors and memory each by a SKU of their own; so the type of the machine is never told as the
 * type of an instance, which would count the devices with each of them.
 */
final class GcpSku {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** {@code Gemini 2.5 Pro Text Input - Predictions}: model, and whether tokens come or go [K]. */
  private static final Pattern TOKENS =
      Pattern.compile(
          "(.+?) (?:thinking )?(?:text |image |audio |video )?(?:(cached|caching) )?"
              + "(?:text |image |audio |video )?(input|output)\\b.*",
          Pattern.CASE_INSENSITIVE);

  private final int id;
  private final int description;
  private final int service;
  private final int systemLabels;

  GcpSku(GcpColumns columns) {
    id = columns.of("sku.id");
    description = columns.of("sku.description");
    service = columns.of("service.description");
    systemLabels = columns.of("system_labels");
  }

  /** Sets what the record is for. */
  void describe(NativeRecord record, ChargeWriter charge) {
    charge.copy(FocusColumn.SKU_ID, id);
    charge.copy(FocusColumn.CHARGE_DESCRIPTION, description);
  }

  void write(NativeRecord record, ChargeWriter charge, GcpCategory category) {
    describe(record, charge);
    if (!category.priced()) {
      return;
    }
    String text = record.text(description);
    String words = text.toLowerCase(Locale.ROOT);
    boolean spot = words.contains("spot") || words.contains("preemptible");
    if (category.usage()) {
      charge.put(FocusColumn.PRICING_CATEGORY, spot ? "Dynamic" : "Standard");
    }
    ObjectNode details = JSON.createObjectNode();
    machine(record, details);
    String provisioning = provisioning(words, spot);
    if (!provisioning.isEmpty()) {
      details.put("x_ProvisioningModel", provisioning);
    }
    if (record.text(service).equalsIgnoreCase("Vertex AI")) {
      tokens(text, details);
    }
    charge.put(FocusColumn.SKU_PRICE_DETAILS, details.isEmpty() ? "" : details.toString());
  }

  private void machine(NativeRecord record, ObjectNode details) {
    String labels = record.text(systemLabels);
    if (labels.length() <= 2) {
      return;
    }
    String machine = GcpLabels.find(labels, "compute.googleapis.com/machine_spec");
    if (!machine.isEmpty()) {
      details.put("x_MachineType", machine);
    }
  }

  /** How the machine was asked for, as the SKU's text tells; empty where it was on demand [K]. */
  private static String provisioning(String words, boolean spot) {
    if (words.contains("dws calendar") || words.contains("calendar mode")) {
      return "DWS Calendar";
    }
    if (words.contains("dws") || words.contains("flex start") || words.contains("flex-start")) {
      return "DWS Flex Start";
    }
    return spot ? "Spot" : "";
  }

  private static void tokens(String text, ObjectNode details) {
    if (text.toLowerCase(Locale.ROOT).contains("provisioned throughput")) {
      details.put("x_ProvisionedThroughput", true);
    }
    Matcher tokens = TOKENS.matcher(text);
    if (tokens.matches()) {
      details.put("x_Model", tokens.group(1));
      String direction = tokens.group(3).toLowerCase(Locale.ROOT);
      details.put("x_TokenType", tokenType(text.toLowerCase(Locale.ROOT), direction));
      if (text.toLowerCase(Locale.ROOT).contains("batch")) {
        details.put("x_Batch", true);
      }
    }
  }

  /** What is read from a cache is another class, wherever the text says it [K]. */
  private static String tokenType(String text, String direction) {
    if (!text.contains("cached") && !text.contains("caching")) {
      return direction;
    }
    return text.contains("storage") ? "cache-storage" : "cached-" + direction;
  }

  /** Whether the SKU of this text counts tokens, where its unit is no more than a count [K]. */
  static boolean countsTokens(String text) {
    return TOKENS.matcher(text).matches() && !text.toLowerCase(Locale.ROOT).contains("storage");
  }
}
