package io.gpuledger.ingest.generate;

import static io.gpuledger.ingest.generate.CsvText.record;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Usage in currency, metering and rates of Snowflake in October 2026. */
public final class SnowflakeBill {
  private static final Map<String, String> LINE =
      record(
          Map.of(),
          "ORGANIZATION_NAME",
          "EXAMPLE_ORG",
          "CONTRACT_NUMBER",
          "9001",
          "ACCOUNT_NAME",
          "ML",
          "ACCOUNT_LOCATOR",
          "AB12345",
          "REGION",
          "AWS_US_EAST_1",
          "SERVICE_LEVEL",
          "Enterprise",
          "USAGE_DATE",
          "2026-10-05",
          "USAGE_TYPE",
          "compute",
          "USAGE",
          "0",
          "CURRENCY",
          "USD",
          "USAGE_IN_CURRENCY",
          "0",
          "BALANCE_SOURCE",
          "overage",
          "BILLING_TYPE",
          "consumption",
          "RATING_TYPE",
          "compute",
          "SERVICE_TYPE",
          "WAREHOUSE_METERING",
          "IS_ADJUSTMENT",
          "false");

  private SnowflakeBill() {}

  public static Map<String, String> line(String usage, String money, String... pairs) {
    return record(record(LINE, "USAGE", usage, "USAGE_IN_CURRENCY", money), pairs);
  }

  /** One line of every kind that the currency view has. */
  public static List<Map<String, String>> everyLine() {
    return List.of(
        line("9.996", "25.00"),
        line(
            "4",
            "10.00",
            "SERVICE_TYPE",
            "SNOWPARK_CONTAINER_SERVICES",
            "BALANCE_SOURCE",
            "capacity"),
        line(
            "1.5",
            "34.50",
            "SERVICE_TYPE",
            "STORAGE",
            "RATING_TYPE",
            "storage",
            "USAGE_TYPE",
            "storage"),
        line(
            "0.2",
            "4.00",
            "SERVICE_TYPE",
            "DATA_TRANSFER",
            "RATING_TYPE",
            "data transfer",
            "USAGE_TYPE",
            "data transfer",
            "BALANCE_SOURCE",
            "rollover"),
        line("1", "2.50", "SERVICE_TYPE", "CLOUD_SERVICES", "BALANCE_SOURCE", "free usage"),
        line("0", "-3.00", "BILLING_TYPE", "rebate", "RATING_TYPE", "other"),
        line("0", "-5.00", "BILLING_TYPE", "support_credit", "RATING_TYPE", "other"),
        line(
            "0",
            "100.00",
            "BILLING_TYPE",
            "priority support",
            "SERVICE_TYPE",
            "PRIORITY_SUPPORT",
            "RATING_TYPE",
            "other"),
        line("-0.04", "-0.10", "IS_ADJUSTMENT", "true"));
  }

  /** An hour of the metering history, whose view names no account. */
  public static Map<String, String> hour(
      int day, int hour, String service, String name, String credits) {
    String start = "2026-10-%02dT%02d:00:00Z".formatted(day, hour);
    return record(
        Map.of(),
        "SERVICE_TYPE",
        service,
        "START_TIME",
        start,
        "END_TIME",
        "2026-10-%02dT%02d:59:59Z".formatted(day, hour),
        "ENTITY_ID",
        String.valueOf(100 + name.length()),
        "NAME",
        name,
        "CREDITS_USED_COMPUTE",
        credits,
        "CREDITS_USED_CLOUD_SERVICES",
        "0.01",
        "CREDITS_USED",
        new BigDecimal(credits).add(new BigDecimal("0.01")).toPlainString());
  }

  /** Three warehouse hours that share a day, and one of a service that the bill does not name. */
  public static List<Map<String, String>> everyHour() {
    return List.of(
        hour(5, 0, "WAREHOUSE_METERING", "TRAIN_WH", "1"),
        hour(5, 1, "WAREHOUSE_METERING", "TRAIN_WH", "1"),
        hour(5, 1, "WAREHOUSE_METERING", "BI_WH", "1"),
        hour(5, 2, "AI_SERVICES", "CORTEX", "0.5"));
  }

  public static List<Map<String, String>> rates() {
    Map<String, String> rate =
        record(
            Map.of(),
            "DATE",
            "2026-10-05",
            "ORGANIZATION_NAME",
            "EXAMPLE_ORG",
            "ACCOUNT_LOCATOR",
            "AB12345",
            "USAGE_TYPE",
            "compute",
            "CURRENCY",
            "USD",
            "EFFECTIVE_RATE",
            "2.50");
    return List.of(rate, record(rate, "USAGE_TYPE", "storage", "EFFECTIVE_RATE", "23.00"));
  }

  /** Lines of compute and storage for each day of the month. */
  public static List<Map<String, String>> month(long seed) {
    Random random = new Random(seed);
    List<Map<String, String>> lines = new ArrayList<>();
    for (int day = 1; day <= 31; day++) {
      BigDecimal credits = BigDecimal.valueOf(random.nextInt(100_000_000), 6);
      String money =
          credits.multiply(new BigDecimal("2.5")).setScale(2, RoundingMode.HALF_UP).toPlainString();
      String date = "2026-10-%02d".formatted(day);
      lines.add(
          line(
              credits.toPlainString(),
              money,
              "USAGE_DATE",
              date,
              "BALANCE_SOURCE",
              day % 3 == 0 ? "overage" : "capacity"));
      lines.add(
          line(
              "1.5",
              "1.13",
              "USAGE_DATE",
              date,
              "SERVICE_TYPE",
              "STORAGE",
              "RATING_TYPE",
              "storage"));
    }
    return lines;
  }

  /** Warehouse hours of the same month. */
  public static List<Map<String, String>> hours(long seed) {
    Random random = new Random(seed);
    List<Map<String, String>> hours = new ArrayList<>();
    for (int day = 1; day <= 31; day++) {
      for (int i = 0; i < 7; i++) {
        hours.add(
            hour(
                day,
                i,
                "WAREHOUSE_METERING",
                "WH" + i,
                BigDecimal.valueOf(1 + random.nextInt(1_000_000), 9).toPlainString()));
      }
    }
    return hours;
  }
}
