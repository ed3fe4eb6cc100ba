package io.gpuledger.ingest.azure;

import io.gpuledger.ingest.bill.FormatFit;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.focus.FocusVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the columns of an export stand. Azure spells them in many ways: {@code CostCenter}, {@code
 * costCenter}, in other languages with the English name behind them in parentheses; and the same
 * thing has had other names over the years.
 */
final class AzureColumns {
  static final List<String> COST = List.of("CostInBillingCurrency", "Cost", "PreTaxCost");
  static final List<String> DATE = List.of("Date", "UsageDateTime", "UsageDate");
  static final List<String> CURRENCY =
      List.of("BillingCurrency", "BillingCurrencyCode", "Currency");
  static final List<String> SUBSCRIPTION = List.of("SubscriptionId", "SubscriptionGuid");

  /** One of each of these must be there. */
  private static final List<List<String>> NEEDED =
      List.of(COST, DATE, CURRENCY, SUBSCRIPTION, List.of("MeterId"), List.of("MeterCategory"));

  /** A file that lacks more of them is something else. */
  private static final int MOST_MISSING = 2;

  /** Columns that only exports of customer agreements have. */
  private static final List<String> OF_CUSTOMER_AGREEMENT =
      List.of("ExchangeRatePricingToBilling", "PricingCurrency", "PayGCostInBillingCurrency");

  /** Names in the ledger that are those of Azure's own FOCUS export. */
  private static final Map<String, String> RENAMED =
      Map.ofEntries(
          Map.entry("meterid", "x_SkuMeterId"),
          Map.entry("metercategory", "x_SkuMeterCategory"),
          Map.entry("metersubcategory", "x_SkuMeterSubcategory"),
          Map.entry("resourcegroup", "x_ResourceGroupName"),
          Map.entry("resourcegroupname", "x_ResourceGroupName"),
          Map.entry("invoicesection", "x_InvoiceSectionName"),
          Map.entry("invoicesectionname", "x_InvoiceSectionName"),
          Map.entry("costcenter", "x_CostCenter"),
          Map.entry("term", "x_SkuTerm"),
          Map.entry("serviceperiodstartdate", "x_ServicePeriodStart"),
          Map.entry("serviceperiodenddate", "x_ServicePeriodEnd"),
          Map.entry("exchangeratepricingtobilling", "x_BillingExchangeRate"),
          Map.entry("costallocationrulename", "x_CostAllocationRuleName"));

  private final NativeColumns columns;
  private final Map<String, Integer> positions = new HashMap<>();
  private final Set<Integer> taken = new HashSet<>();

  AzureColumns(NativeColumns columns) {
    this.columns = columns;
    for (int field = 0; field < columns.size(); field++) {
      positions.putIfAbsent(key(columns.name(field)), field);
    }
  }

  /** How far these are columns of an export. */
  FormatFit fit() {
    List<String> missing = new ArrayList<>();
    for (List<String> names : NEEDED) {
      if (names.stream().noneMatch(name -> positions.containsKey(key(name)))) {
        missing.add(String.join(" or ", names));
      }
    }
    if (missing.isEmpty()) {
      return FormatFit.WHOLE;
    }
    return missing.size() <= MOST_MISSING
        ? new FormatFit(FormatFit.Kind.NEAR, missing)
        : FormatFit.NONE;
  }

  /** The position of the first of these columns that the file has. */
  int of(List<String> names) {
    for (String name : names) {
      Integer field = positions.get(key(name));
      if (field != null) {
        // Asked for by its own name, so that one that stands in the header twice is found.
        return columns.of(columns.name(field));
      }
    }
    return NativeColumns.NONE;
  }

  int of(String... names) {
    return of(List.of(names));
  }

  /** The same of a column that a column of FOCUS takes over whole. */
  int whole(String... names) {
    int field = of(names);
    if (field != NativeColumns.NONE) {
      taken.add(field);
    }
    return field;
  }

  /** Whether the export is of a customer agreement, whose account is the billing profile. */
  boolean isOfCustomerAgreement() {
    return of(OF_CUSTOMER_AGREEMENT) != NativeColumns.NONE;
  }

  /** What is kept as it stands: all that no column of FOCUS takes over whole. */
  Map<Integer, String> kept() {
    Map<Integer, String> kept = new HashMap<>();
    Map<String, Integer> used = new HashMap<>();
    for (int field = 0; field < columns.size(); field++) {
      if (!taken.contains(field)) {
        String english = english(columns.name(field));
        String target = RENAMED.getOrDefault(key(english), "x_" + pascal(english));
        int count = used.merge(target, 1, Integer::sum);
        kept.put(field, count == 1 ? target : target + "_" + count);
      }
    }
    return kept;
  }

  /** {@code ID der Verbrauchseinheit (MeterId)} as {@code MeterId}. */
  static String english(String name) {
    String stripped = name.strip();
    int open = stripped.lastIndexOf('(');
    return open > 0 && stripped.endsWith(")")
        ? stripped.substring(open + 1, stripped.length() - 1).strip()
        : stripped;
  }

  private static String key(String name) {
    return FocusVersion.normalised(english(name));
  }

  /** The spelling with a capital at the start, so that the exports of a source have one name. */
  private static String pascal(String name) {
    if (name.isEmpty() || name.charAt(0) < 'a' || name.charAt(0) > 'z') {
      return name;
    }
    return (char) (name.charAt(0) - 'a' + 'A') + name.substring(1);
  }
}
