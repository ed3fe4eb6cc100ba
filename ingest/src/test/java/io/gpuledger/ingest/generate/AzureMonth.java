package io.gpuledger.ingest.generate;

import static io.gpuledger.ingest.generate.AzureLines.line;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One month of Azure in its two views, of the same usage: one line of every kind, and whole months.
 * What the commitments cost in the actual view is what they bear in the amortised one.
 */
public final class AzureMonth {
  private static final String RESERVATION =
      "/providers/Microsoft.Capacity/reservationOrders/11111111-1111-4111-8111-111111111111"
          + "/reservations/22222222-2222-4222-8222-222222222222";
  private static final String PLAN =
      "/providers/Microsoft.BillingBenefits/savingsPlanOrders/33333333-3333-4333-8333-333333333333"
          + "/savingsPlans/44444444-4444-4444-8444-444444444444";
  private static final String GROUP =
      "/subscriptions/" + AzureLines.SUBSCRIPTION + "/resourceGroups/RG-Train/providers/";
  private static final String VM = GROUP + "Microsoft.Compute/virtualMachines/H100-1";
  private static final String SCALE_SET =
      GROUP + "Microsoft.Compute/virtualMachineScaleSets/aks-gpu-1";
  private static final String MODELS = GROUP + "Microsoft.CognitiveServices/accounts/chat";

  private final List<Map<String, String>> actual = new ArrayList<>();
  private final List<Map<String, String>> amortised = new ArrayList<>();

  private AzureMonth() {}

  public List<Map<String, String>> actual() {
    return actual;
  }

  public List<Map<String, String>> amortised() {
    return amortised;
  }

  /** One line of every kind. */
  public static AzureMonth everyLine() {
    AzureMonth month = new AzureMonth();
    month.add(BigDecimal.ONE);
    return month;
  }

  /**
   * Many lines of all kinds, in their shape but with other amounts.
   *
   * @param seed the same seed gives the same lines
   */
  public static AzureMonth of(long seed, int rounds) {
    Random random = new Random(seed);
    AzureMonth month = new AzureMonth();
    for (int round = 0; round < rounds; round++) {
      month.add(BigDecimal.valueOf(1L + random.nextInt(99_999), 4));
    }
    return month;
  }

  private void add(BigDecimal scale) {
    int firstActual = actual.size();
    int firstAmortised = amortised.size();
    addMachines();
    addCommitments();
    addModels();
    addOthers();
    actual.subList(firstActual, actual.size()).forEach(line -> scale(line, scale));
    amortised.subList(firstAmortised, amortised.size()).forEach(line -> scale(line, scale));
  }

  private void addMachines() {
    both(h100("on-demand", "24", "90", "2160", "PayGPrice", "98.32", "Tags", "\"team\": \"nlp\""));
    both(
        h100(
            "spot",
            "10",
            "30.123456789012",
            "301.23456789012",
            "MeterName",
            "ND96isr H100 v5 Spot",
            "PricingModel",
            "Spot",
            "AdditionalInfo",
            "",
            "PayGPrice",
            "98.32"));
    both(
        h100(
            "capacity-unused",
            "5",
            "90",
            "450",
            "ResourceId",
            GROUP + "Microsoft.Compute/capacityReservationGroups/Crg/capacityReservations/Cr",
            "AdditionalInfo",
            "{\"ServiceType\":\"Standard_ND96isr_H100_v5\",\"UsageType\":\"ComputeCR\","
                + "\"VMCapacityReservationId\":\"55555555-5555-4555-8555-555555555555\"}"));
    both(
        h100(
            "capacity-used",
            "1",
            "90",
            "90",
            "AdditionalInfo",
            "{\"ServiceType\":\"Standard_ND96isr_H100_v5\","
                + "\"VMCapacityReservationId\":\"55555555-5555-4555-8555-555555555555\"}"));
    both(
        h100(
            "unknown-size",
            "2",
            "7",
            "14",
            "MeterName",
            "ND999x Q900 v9",
            "AdditionalInfo",
            "",
            "ResourceId",
            SCALE_SET));
  }

  private void addCommitments() {
    Map<String, String> reserved = h100("reserved", "24", "98.32", "0", "PayGPrice", "98.32");
    commit(reserved, "Reservation", RESERVATION);
    covered(reserved, "55.5", "1332");
    Map<String, String> unused = h100("reserved-unused", "6", "0", "333");
    commit(unused, "Reservation", RESERVATION);
    unused.put("ChargeType", "UnusedReservation");
    amortised.add(unused);
    Map<String, String> bought =
        line(
            "reserved-purchase",
            "Purchase",
            "Quantity",
            "1",
            "UnitPrice",
            "1665",
            "CostInBillingCurrency",
            "1665",
            "MeterName",
            "ND96isr H100 v5",
            "ProductOrderName",
            "Reserved VM Instance, Standard_ND96isr_H100_v5, US East 2, 3 Years",
            "Term",
            "36");
    commit(bought, "Reservation", RESERVATION);
    actual.add(bought);
    Map<String, String> given =
        line("reserved-refund", "Refund", "Frequency", "OneTime", "CostInBillingCurrency", "-100");
    commit(given, "Reservation", RESERVATION);
    actual.add(given);
    Map<String, String> planned =
        line(
            "plan-covered",
            "Usage",
            "MeterName",
            "NC24ads A100 v4",
            "Quantity",
            "24",
            "UnitPrice",
            "3.673",
            "PayGPrice",
            "3.673",
            "ResourceId",
            SCALE_SET,
            "AdditionalInfo",
            "{\"ServiceType\":\"Standard_NC24ads_A100_v4\",\"VCPUs\":24}");
    commit(planned, "SavingsPlan", PLAN);
    covered(planned, "2.2", "52.8");
    Map<String, String> planUnused =
        line("plan-unused", "UnusedSavingsPlan", "CostInBillingCurrency", "7.2");
    commit(planUnused, "SavingsPlan", PLAN);
    amortised.add(planUnused);
    Map<String, String> planBought =
        line("plan-purchase", "Purchase", "UnitPrice", "60", "CostInBillingCurrency", "60");
    commit(planBought, "SavingsPlan", PLAN);
    actual.add(planBought);
  }

  private void addModels() {
    both(model("input", "gpt-4o-0806-Inp-glbl Tokens", "1K", "1234.567", "0.0025", "3.0864175"));
    both(model("cached", "gpt-4o 0806 cached Inp Data Zone Tokens", "1M", "2.5", "1.25", "3.125"));
    both(model("batch", "gpt 4.1 batch Outp regnl Tokens", "1K", "500000", "0.004", "2"));
    both(model("provisioned", "Provisioned Managed Global Unit", "1 Hour", "2400", "1", "2400"));
  }

  private void addOthers() {
    both(
        line(
            "operations",
            "Usage",
            "ServiceFamily",
            "Storage",
            "MeterCategory",
            "Storage",
            "MeterName",
            "GRS List Operations",
            "UnitOfMeasure",
            "10K",
            "Quantity",
            "0.0004",
            "EffectivePrice",
            "0.1",
            "UnitPrice",
            "0.1",
            "PayGPrice",
            "0.1",
            "CostInBillingCurrency",
            "0.00004",
            "ResourceLocation",
            "US West",
            "ResourceId",
            GROUP + "Microsoft.Storage/storageAccounts/checkpoints"));
    both(
        line(
            "long-digits",
            "Usage",
            "ServiceFamily",
            "Networking",
            "MeterCategory",
            "Bandwidth",
            "UnitOfMeasure",
            "1 GB",
            "Quantity",
            "0.00000008",
            "EffectivePrice",
            "0.087",
            "UnitPrice",
            "0.087",
            "CostInBillingCurrency",
            "0.0000000072922557592391990000"));
    both(
        line(
            "marketplace",
            "Purchase",
            "PublisherName",
            "NVIDIA",
            "PublisherType",
            "Marketplace",
            "MeterCategory",
            "",
            "ServiceFamily",
            "SaaS",
            "CostInBillingCurrency",
            "500"));
    both(line("tax", "Tax", "CostInBillingCurrency", "12.34", "MeterCategory", ""));
    both(line("credit", "Credit", "CostInBillingCurrency", "-25", "MeterCategory", ""));
    both(line("rounding", "RoundingAdjustment", "CostInBillingCurrency", "0.01"));
  }

  /** A line that both views have as it is. */
  private void both(Map<String, String> line) {
    actual.add(line);
    amortised.add(new LinkedHashMap<>(line));
  }

  /** A line that costs nothing in the actual view and its share in the amortised one. */
  private void covered(Map<String, String> line, String price, String cost) {
    Map<String, String> share = new LinkedHashMap<>(line);
    share.put("EffectivePrice", price);
    share.put("CostInBillingCurrency", cost);
    line.put("EffectivePrice", "0");
    line.put("CostInBillingCurrency", "0");
    actual.add(line);
    amortised.add(share);
  }

  private static void commit(Map<String, String> line, String model, String id) {
    line.put("PricingModel", model);
    line.put("benefitId", id);
    line.put("benefitName", model + " of 2026");
    if (model.equals("Reservation")) {
      line.put("ReservationId", id.substring(id.lastIndexOf('/') + 1));
    }
  }

  private static Map<String, String> h100(
      String name, String quantity, String price, String cost, String... more) {
    Map<String, String> line =
        line(
            name,
            "Usage",
            "MeterSubCategory",
            "NDsr H100 v5 Series",
            "MeterName",
            "ND96isr H100 v5",
            "Quantity",
            quantity,
            "EffectivePrice",
            price,
            "UnitPrice",
            price,
            "CostInBillingCurrency",
            cost,
            "ResourceId",
            VM,
            "AdditionalInfo",
            "{\"UsageType\":\"ComputeHR\",\"ServiceType\":\"Standard_ND96isr_H100_v5\",\"VCPUs\":96}");
    for (int i = 0; i < more.length; i += 2) {
      line.put(more[i], more[i + 1]);
    }
    return line;
  }

  private static Map<String, String> model(
      String name, String meter, String unit, String quantity, String price, String cost) {
    return line(
        name,
        "Usage",
        "ServiceFamily",
        "AI + Machine Learning",
        "MeterCategory",
        "Azure OpenAI",
        "MeterName",
        meter,
        "UnitOfMeasure",
        unit,
        "Quantity",
        quantity,
        "EffectivePrice",
        price,
        "UnitPrice",
        price,
        "CostInBillingCurrency",
        cost,
        "ConsumedService",
        "Microsoft.CognitiveServices",
        "ResourceId",
        MODELS);
  }

  /** Costs and quantities; prices stay, so a line's cost is its price times its quantity. */
  private static void scale(Map<String, String> line, BigDecimal scale) {
    if (scale.compareTo(BigDecimal.ONE) == 0) {
      return;
    }
    for (String name : List.of("CostInBillingCurrency", "Quantity")) {
      line.computeIfPresent(
          name,
          (key, value) ->
              new BigDecimal(value)
                  .multiply(scale)
                  .setScale(24, RoundingMode.HALF_EVEN)
                  .stripTrailingZeros()
                  .toPlainString());
    }
  }
}
