package io.gpuledger.ingest.generate;

import static io.gpuledger.ingest.generate.CsvText.record;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Usage and prices of Databricks in October 2026; the jobs SKU has another price from the 15th. */
public final class DatabricksBill {
  private static final Map<String, String> USAGE =
      record(
          Map.of(),
          "record_id",
          "",
          "account_id",
          "6c1b2a3d-0000-4000-8000-000000000001",
          "workspace_id",
          "1234567890123456",
          "sku_name",
          "ENTERPRISE_JOBS_COMPUTE",
          "cloud",
          "AWS",
          "usage_start_time",
          "2026-10-05T00:00:00.000Z",
          "usage_end_time",
          "2026-10-05T01:00:00.000Z",
          "usage_date",
          "2026-10-05",
          "custom_tags",
          "{\"team\":\"vision\"}",
          "usage_unit",
          "DBU",
          "usage_quantity",
          "10.5",
          "usage_metadata",
          "{\"job_id\":\"77\",\"cluster_id\":\"1005-c\",\"job_name\":\"train\",\"node_type\":\"i3.xlarge\"}",
          "identity_metadata",
          "{\"run_as\":\"ml-batch\"}",
          "record_type",
          "ORIGINAL",
          "ingestion_date",
          "2026-10-05",
          "billing_origin_product",
          "JOBS",
          "product_features",
          "{\"jobs_tier\":\"CLASSIC\",\"is_serverless\":false,\"networking\":null}",
          "usage_type",
          "COMPUTE_TIME");

  private static final Map<String, String> PRICE =
      record(
          Map.of(),
          "price_start_time",
          "2026-01-01T00:00:00Z",
          "price_end_time",
          "",
          "sku_name",
          "ENTERPRISE_JOBS_COMPUTE",
          "cloud",
          "AWS",
          "currency_code",
          "USD",
          "usage_unit",
          "DBU");

  private DatabricksBill() {}

  public static Map<String, String> usage(String id, String... pairs) {
    return record(record(USAGE, "record_id", id), pairs);
  }

  /** One record of every kind. */
  public static List<Map<String, String>> everyRecord() {
    List<Map<String, String>> records = new ArrayList<>();
    records.add(usage("job"));
    records.add(
        usage(
            "before-change",
            "usage_date",
            "2026-10-14",
            "usage_start_time",
            "2026-10-14T22:00:00.000Z",
            "usage_end_time",
            "2026-10-14T23:00:00.000Z"));
    // The end of the usage is the first instant of the new price.
    records.add(
        usage(
            "at-change",
            "usage_date",
            "2026-10-14",
            "usage_start_time",
            "2026-10-14T23:00:00.000Z",
            "usage_end_time",
            "2026-10-15T00:00:00.000Z"));
    records.add(
        usage(
            "retracted",
            "record_type",
            "RETRACTION",
            "usage_quantity",
            "-10.5",
            "ingestion_date",
            "2026-10-09"));
    records.add(
        usage(
            "restated",
            "record_type",
            "RESTATEMENT",
            "usage_quantity",
            "9.25",
            "ingestion_date",
            "2026-11-03"));
    records.add(
        usage(
            "warehouse",
            "sku_name",
            "PREMIUM_SERVERLESS_SQL_COMPUTE_US_EAST",
            "billing_origin_product",
            "SQL",
            "usage_quantity",
            "0.000000000000000001",
            "usage_metadata",
            "{\"warehouse_id\":\"wh-1\"}",
            "product_features",
            "{\"sql_tier\":\"PRO\",\"performance\":{\"target\":\"STANDARD\"}}"));
    records.add(
        usage(
            "gpu-cluster",
            "sku_name",
            "PREMIUM_ALL_PURPOSE_COMPUTE",
            "cloud",
            "AZURE",
            "billing_origin_product",
            "ALL_PURPOSE",
            "usage_quantity",
            "20",
            "usage_metadata",
            "{\"cluster_id\":\"1005-g\",\"node_type\":\"Standard_NC24ads_A100_v4\"}",
            "custom_tags",
            ""));
    records.add(
        usage(
            "tokens",
            "sku_name",
            "PREMIUM_FOUNDATION_MODEL_TOKENS",
            "billing_origin_product",
            "MODEL_SERVING",
            "usage_unit",
            "TOKEN",
            "usage_quantity",
            "1000000",
            "usage_type",
            "TOKEN",
            "usage_metadata",
            "{\"endpoint_id\":\"ep-1\",\"endpoint_name\":\"chat\"}"));
    records.add(
        usage(
            "gpu-time",
            "sku_name",
            "PREMIUM_SERVERLESS_GPU_TIME",
            "billing_origin_product",
            "AI_RUNTIME",
            "usage_type",
            "GPU_TIME",
            "usage_quantity",
            "2",
            "usage_metadata",
            "{\"ai_runtime_workload_id\":\"air-1\"}"));
    return records;
  }

  /** The list prices, the struct as JSON; some have promotions. */
  public static List<Map<String, String>> listPrices() {
    return List.of(
        record(
            PRICE, "price_end_time", "2026-10-15T00:00:00Z", "pricing", "{\"default\":\"0.20\"}"),
        record(
            PRICE, "price_start_time", "2026-10-15T00:00:00Z", "pricing", "{\"default\":\"0.22\"}"),
        record(
            PRICE,
            "sku_name",
            "PREMIUM_SERVERLESS_SQL_COMPUTE_US_EAST",
            "pricing",
            "{\"default\":\"0.70\",\"promotional\":{\"default\":\"0.35\"},"
                + "\"effective_list\":{\"default\":\"0.35\"}}"),
        record(
            PRICE,
            "sku_name",
            "PREMIUM_ALL_PURPOSE_COMPUTE",
            "cloud",
            "AZURE",
            "pricing",
            "{\"default\":0.55}"),
        record(
            PRICE,
            "sku_name",
            "PREMIUM_FOUNDATION_MODEL_TOKENS",
            "usage_unit",
            "TOKEN",
            "pricing",
            "{\"default\":\"0.000000070000000001\"}"),
        record(
            PRICE, "sku_name", "PREMIUM_SERVERLESS_GPU_TIME", "pricing", "{\"default\":\"2.5\"}"));
  }

  /** The account's own prices of some SKUs. */
  public static List<Map<String, String>> accountPrices() {
    return List.of(
        record(PRICE, "price_end_time", "2026-10-15T00:00:00Z", "account_price", "0.18"),
        record(PRICE, "price_start_time", "2026-10-15T00:00:00Z", "account_price", "0.19"));
  }

  /** Hours of one job cluster at random, some of them retracted and restated. */
  public static List<Map<String, String>> month(long seed, int hours) {
    Random random = new Random(seed);
    List<Map<String, String>> records = new ArrayList<>();
    for (int i = 0; i < hours; i++) {
      Instant start =
          Instant.parse("2026-10-01T00:00:00Z").plus(random.nextInt(744), ChronoUnit.HOURS);
      String quantity =
          BigDecimal.valueOf(random.nextInt(100_000_000), 6 + random.nextInt(4)).toPlainString();
      String[] times = {
        "usage_start_time",
        start.toString(),
        "usage_end_time",
        start.plus(1, ChronoUnit.HOURS).toString(),
        "usage_date",
        start.toString().substring(0, 10),
        "usage_quantity",
        quantity
      };
      Map<String, String> original = usage("m" + i, times);
      records.add(original);
      if (random.nextInt(10) == 0) {
        records.add(
            record(
                original,
                "record_id",
                "r" + i,
                "record_type",
                "RETRACTION",
                "usage_quantity",
                "-" + quantity));
        records.add(
            record(
                original,
                "record_id",
                "s" + i,
                "record_type",
                "RESTATEMENT",
                "usage_quantity",
                new BigDecimal(quantity).multiply(new BigDecimal("0.9")).toPlainString()));
      }
    }
    return records;
  }
}
