package io.gpuledger.ingest.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Records of the detailed export of Google Cloud in its shape, one of every kind and a month. */
public final class GcpBill {
  private static final ObjectMapper JSON = new ObjectMapper();

  private GcpBill() {}

  /**
   * A record of an hour of 5 October 2026.
   *
   * @param id its number in {@code usage}, by which tests know it
   */
  public static ObjectNode record(String id, String service, String sku, String cost) {
    ObjectNode record = JSON.createObjectNode();
    record.put("billing_account_id", "01A2B3-C4D5E6-F70819");
    record.putObject("service").put("id", "S-" + service.length()).put("description", service);
    record.putObject("sku").put("id", "K-" + id).put("description", sku);
    record.put("usage_start_time", "2026-10-05 08:00:00 UTC");
    record.put("usage_end_time", "2026-10-05 09:00:00 UTC");
    ObjectNode project = record.putObject("project");
    project.put("id", "ml-research").put("name", "ML research").put("number", "42");
    project.put("ancestry_numbers", "/7/8/");
    pair(project.putArray("labels"), "cost-center", "cc-9");
    pair(pair(record.putArray("labels"), "team", "vision"), "empty", "");
    ArrayNode system = record.putArray("system_labels");
    if (service.equals("Compute Engine")) {
      pair(system, "compute.googleapis.com/machine_spec", "a3-highgpu-8g");
      pair(system, "compute.googleapis.com/cores", "208");
    }
    record
        .putObject("location")
        .put("location", "us-central1")
        .put("country", "US")
        .put("region", "us-central1")
        .put("zone", "us-central1-a");
    ObjectNode resource = record.putObject("resource");
    resource.put("name", "node-1");
    resource.put(
        "global_name", "//compute.googleapis.com/projects/42/zones/us-central1-a/instances/77");
    pair(record.putArray("tags"), "env", "prod");
    record.put("export_time", "2026-10-05 14:00:00.123 UTC");
    record.put("cost", cost);
    record.put("currency", "USD");
    record.put("currency_conversion_rate", "1.0");
    record
        .putObject("usage")
        .put("amount", "28800")
        .put("unit", "seconds")
        .put("amount_in_pricing_units", "8")
        .put("pricing_unit", "hour");
    record
        .putObject("price")
        .put("effective_price", "1.25")
        .put("tier_start_amount", "0")
        .put("unit", "hour")
        .put("pricing_unit_quantity", "1")
        .put("list_price", "1.5");
    record.putArray("credits");
    record.putObject("invoice").put("month", "202610");
    record.put("cost_type", "regular");
    record.put("cost_at_list", "12");
    return record;
  }

  /** Adds a credit. */
  public static ObjectNode credit(ObjectNode record, String type, String name, String amount) {
    ((ArrayNode) record.get("credits"))
        .addObject()
        .put("name", name)
        .put("amount", amount)
        .put("full_name", name)
        .put("id", "")
        .put("type", type);
    return record;
  }

  private static ArrayNode pair(ArrayNode pairs, String key, String value) {
    pairs.addObject().put("key", key).put("value", value);
    return pairs;
  }

  private static ObjectNode compute(String id, String sku, String cost) {
    return record(id, "Compute Engine", sku, cost);
  }

  /** One record of every kind. */
  public static List<ObjectNode> everyKind() {
    String gpu = "Nvidia H100 80GB GPU running in Americas";
    String resource = "COMMITTED_USAGE_DISCOUNT";
    List<ObjectNode> records = new ArrayList<>();
    records.add(compute("core", "A3 Instance Core running in Americas", "10"));
    records.add(
        credit(compute("covered-1", gpu, "88.24"), resource, "Committed Usage Discount", "-88.24"));
    records.add(
        credit(compute("covered-2", gpu, "44.12"), resource, "Committed Usage Discount", "-44.12"));
    ObjectNode fee =
        compute("fee", "Commitment v1: Nvidia H100 80GB GPU running in Americas for 1 Year", "60");
    fee.putObject("subscription").put("instance_id", "sub-1");
    records.add(fee);
    records.add(compute("fee-unused", "Commitment v1: Ram in Americas for 3 Year", "5"));
    records.add(
        credit(
            compute("sustained", "N1 Predefined Instance Core running in Americas", "3"),
            "SUSTAINED_USAGE_DISCOUNT",
            "Sustained Usage Discount",
            "-0.9"));
    records.add(
        credit(
            compute("promotion", "A3 Instance Core running in Americas", "7"),
            "PROMOTION",
            "Startup credit",
            "-7"));
    records.add(
        credit(
            record("free", "Cloud Storage", "Standard Storage US Multi-region", "0.00000001"),
            "FREE_TIER",
            "Free tier",
            "-1E-8"));
    records.add(
        compute("spot", "Nvidia H100 80GB GPU attached to Spot Preemptible VMs in Americas", "20"));
    records.add(compute("dws", "Nvidia H100 80GB GPU DWS Calendar Mode in Americas", "30"));
    records.add(record("tpu", "Cloud TPU", "TPU v5e running in Americas", "9.6"));
    ObjectNode tokens =
        record("tokens", "Vertex AI", "Gemini 2.5 Pro Text Input - Predictions", "1.5E-7");
    ((ObjectNode) tokens.get("usage")).put("unit", "count").put("pricing_unit", "count");
    records.add(tokens);
    records.add(
        record("cached", "Vertex AI", "Gemini 2.5 Flash Cached Text Input - Batch", "0.25"));
    ObjectNode spend = compute("spend-covered", "N2 Instance Core running in Americas", "10");
    records.add(
        credit(
            spend,
            "COMMITTED_USAGE_DISCOUNT_DOLLAR_BASE",
            "Committed Usage Discount - Dollar Based",
            "-4"));
    ObjectNode spendFee =
        compute("spend-fee", "Commitment - dollar based v1: GCE for 1 year", "2.8");
    ((ObjectNode) spendFee.get("location")).put("region", "global");
    records.add(spendFee);
    ObjectNode tax = record("tax", "Invoice", "Tax", "1.23");
    tax.put("cost_type", "tax").putNull("project");
    tax.remove("cost_at_list");
    records.add(tax);
    ObjectNode rounding = record("rounding", "Invoice", "Rounding error", "0.00499999999999999");
    rounding.put("cost_type", "rounding_error").putNull("project");
    rounding.remove("cost_at_list");
    records.add(rounding);
    ObjectNode adjustment = compute("adjustment", gpu, "-2");
    adjustment.put("cost_type", "adjustment").remove("cost_at_list");
    adjustment.putObject("adjustment_info").put("type", "USAGE_CORRECTION").put("mode", "x");
    records.add(adjustment);
    ObjectNode late = compute("late", "A3 Instance Ram running in Americas", "0.5");
    // Midnight has passed in UTC, but not where Google's month ends.
    late.put("usage_start_time", "2026-10-01 05:00:00 UTC");
    late.put("usage_end_time", "2026-10-01 06:00:00 UTC");
    records.add(late);
    ObjectNode market = record("market", "Vector store", "Storage of vectors", "4");
    market
        .put("seller_name", "Example Vendor GmbH")
        .put("transaction_type", "THIRD_PARTY_RESELLER");
    records.add(market);
    ObjectNode digits = compute("digits", gpu, "1.2345678901234567E-5");
    digits.remove("cost_at_list");
    records.add(digits);
    return records;
  }

  /** A month of usage, two kinds of commitments and credits on some of it; costs are floats. */
  public static List<ObjectNode> month(long seed, int perDay) {
    Random random = new Random(seed);
    List<ObjectNode> records = new ArrayList<>();
    for (int day = 2; day <= 31; day++) {
      String date = "2026-10-%02d".formatted(day);
      for (int i = 0; i < perDay; i++) {
        boolean gpu = random.nextInt(3) == 0;
        String cost = Double.toString(random.nextInt(1_000_000) / 7_919.0);
        ObjectNode record =
            at(
                compute(
                    day + "-" + i,
                    gpu
                        ? "Nvidia H100 80GB GPU running in Americas"
                        : "A3 Instance Core running in Americas",
                    cost),
                date);
        switch (random.nextInt(5)) {
          case 0 ->
              credit(
                  record,
                  "COMMITTED_USAGE_DISCOUNT",
                  "Committed Usage Discount",
                  "-" + (random.nextBoolean() ? cost : "0.3"));
          case 1 -> credit(record, "PROMOTION", "Credit", "-" + random.nextInt(5));
          case 2 -> credit(record, "SUSTAINED_USAGE_DISCOUNT", "SUD", "-1E-7");
          default -> {}
        }
        records.add(record);
      }
      for (String kind : List.of("Nvidia H100 80GB GPU", "Cpu")) {
        records.add(
            at(
                compute(
                    "fee-" + day,
                    "Commitment v1: " + kind + " in Americas for 1 Year",
                    Double.toString(random.nextInt(10_000) / 97.0)),
                date));
      }
    }
    return records;
  }

  private static ObjectNode at(ObjectNode record, String date) {
    record.put("usage_start_time", date + " 08:00:00 UTC");
    record.put("usage_end_time", date + " 09:00:00 UTC");
    return record;
  }

  /** A record on each line. */
  public static String lines(List<ObjectNode> records) {
    StringBuilder text = new StringBuilder();
    records.forEach(record -> text.append(record).append('\n'));
    return text.toString();
  }

  /** Indented records, one after the other with nothing between them. */
  public static String joined(List<ObjectNode> records) {
    StringBuilder text = new StringBuilder();
    for (ObjectNode record : records) {
      text.append(record.toPrettyString());
    }
    return text.toString();
  }

  /** The table flattened, as queries write it to CSV. */
  public static String csv(List<ObjectNode> records) {
    List<Map<String, String>> rows = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    for (ObjectNode record : records) {
      Map<String, String> row = new LinkedHashMap<>();
      flatten("", record, row);
      names.addAll(row.keySet());
      rows.add(row);
    }
    StringBuilder text = new StringBuilder(String.join(",", names)).append('\n');
    for (Map<String, String> row : rows) {
      List<String> cells = new ArrayList<>();
      names.forEach(
          name -> cells.add('"' + row.getOrDefault(name, "").replace("\"", "\"\"") + '"'));
      text.append(String.join(",", cells)).append('\n');
    }
    return text.toString();
  }

  private static void flatten(String prefix, JsonNode node, Map<String, String> row) {
    node.properties()
        .forEach(
            field -> {
              String name = prefix.isEmpty() ? field.getKey() : prefix + "_" + field.getKey();
              JsonNode value = field.getValue();
              if (value.isObject()) {
                flatten(name, value, row);
              } else if (!value.isNull()) {
                row.put(name, value.isArray() ? text(value) : value.asText());
              }
            });
  }

  private static String text(JsonNode value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
