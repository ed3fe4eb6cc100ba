package io.gpuledger.ingest.generate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Lines of Azure's cost exports in October 2026, and the texts of files that hold them. */
public final class AzureLines {
  public static final String ACCOUNT = "7654321";
  public static final String SUBSCRIPTION = "aaaaaaaa-0000-4000-8000-000000000001";

  private AzureLines() {}

  /** A line with what every line of an enterprise agreement has, then names and values in turn. */
  public static Map<String, String> line(String name, String chargeType, String... pairs) {
    Map<String, String> line = new LinkedHashMap<>();
    line.put("BillingAccountId", ACCOUNT);
    line.put("BillingAccountName", "Example enrolment");
    line.put("BillingPeriodStartDate", "10/01/2026");
    line.put("BillingPeriodEndDate", "10/31/2026");
    line.put("BillingProfileId", ACCOUNT);
    line.put("BillingProfileName", "Example enrolment");
    line.put("SubscriptionId", SUBSCRIPTION);
    line.put("SubscriptionName", "ml-research");
    line.put("Date", "10/05/2026");
    line.put("ProductName", name);
    line.put("MeterId", "00000000-0000-4000-9000-000000000002");
    line.put("ServiceFamily", "Compute");
    line.put("MeterCategory", "Virtual Machines");
    line.put("MeterSubCategory", "");
    line.put("MeterName", "");
    line.put("Quantity", "1");
    line.put("EffectivePrice", "0");
    line.put("CostInBillingCurrency", "0");
    line.put("UnitPrice", "0");
    line.put("BillingCurrencyCode", "USD");
    line.put("ResourceLocation", "EastUS2");
    line.put("ConsumedService", "Microsoft.Compute");
    line.put("ResourceId", "");
    line.put("ResourceName", "");
    line.put("AdditionalInfo", "");
    line.put("Tags", "");
    line.put("CostCenter", "cc-17");
    line.put("UnitOfMeasure", "1 Hour");
    line.put("ResourceGroup", "rg-train");
    line.put("ReservationId", "");
    line.put("ReservationName", "");
    line.put("ProductOrderName", "");
    line.put("Term", "");
    line.put("PublisherName", "Microsoft");
    line.put("ChargeType", chargeType);
    line.put("Frequency", chargeType.equals("Purchase") ? "Recurring" : "UsageBased");
    line.put("PublisherType", "Azure");
    line.put("PayGPrice", "0");
    line.put("PricingModel", "OnDemand");
    line.put("benefitId", "");
    line.put("benefitName", "");
    for (int i = 0; i < pairs.length; i += 2) {
      line.put(pairs[i], pairs[i + 1]);
    }
    return line;
  }

  /** A file of an enterprise agreement, as Azure writes it: a byte order mark, ends CRLF. */
  public static String enterprise(List<Map<String, String>> lines) {
    return '\uFEFF' + csv(lines, name -> name).replace("\n", "\r\n");
  }

  /** The same in the spelling of later exports: names begin small. */
  public static String camel(List<Map<String, String>> lines) {
    return csv(lines, name -> name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1));
  }

  /** The same in German: the English name stands behind in parentheses. */
  public static String german(List<Map<String, String>> lines) {
    return csv(lines, name -> "Bezeichnung von " + name + " (" + name + ")");
  }

  /** The same with the older names of some columns. */
  public static String older(List<Map<String, String>> lines) {
    Map<String, String> names =
        Map.of(
            "CostInBillingCurrency", "Cost",
            "ProductName", "Product",
            "BillingCurrencyCode", "BillingCurrency");
    return csv(lines, name -> names.getOrDefault(name, name));
  }

  private static String csv(
      List<Map<String, String>> lines, java.util.function.UnaryOperator<String> spelling) {
    Set<String> names = new LinkedHashSet<>();
    lines.forEach(line -> names.addAll(line.keySet()));
    StringBuilder csv = new StringBuilder();
    csv.append(String.join(",", names.stream().map(spelling).toList())).append('\n');
    for (Map<String, String> line : lines) {
      List<String> cells = new ArrayList<>();
      for (String name : names) {
        String cell = line.getOrDefault(name, "");
        boolean quoted = cell.contains(",") || cell.contains("\"") || cell.contains("\n");
        cells.add(quoted ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
      }
      csv.append(String.join(",", cells)).append('\n');
    }
    return csv.toString();
  }
}
