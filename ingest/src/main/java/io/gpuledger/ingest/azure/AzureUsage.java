package io.gpuledger.ingest.azure;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.ingest.azure.AzureCommitment.Part;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeRecord;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Optional;

/** What was used where, of which service, and how much of it. */
final class AzureUsage {
  private static final String PROVIDERS = "/providers/";
  private static final String CAPACITY = "/capacityreservationgroups/";

  private final AzureSku sku;
  private final int unit;
  private final int quantity;
  private final int resource;
  private final int oldResourceName;
  private final int resourceName;
  private final int location;
  private final int zone;
  private final int consumedService;
  private final int category;
  private final int family;
  private final int productId;
  private final int pricingModel;
  private final int resourceType;

  AzureUsage(AzureColumns columns) {
    sku = new AzureSku(columns);
    unit = columns.of("UnitOfMeasure");
    quantity = columns.of("Quantity", "UsageQuantity");
    resource = columns.of("ResourceId", "InstanceId");
    oldResourceName = columns.of("InstanceName");
    resourceName = columns.of("ResourceName");
    location = columns.of("ResourceLocation", "Location");
    zone = columns.of("AvailabilityZone");
    consumedService = columns.of("ConsumedService");
    category = columns.of("MeterCategory");
    family = columns.of("ServiceFamily");
    productId = columns.of("ProductId");
    pricingModel = columns.of("PricingModel");
    resourceType = columns.of("ResourceType");
  }

  /** The unit of the line; of meters of tokens it is tokens, whatever the unit says. */
  AzureUnits units(NativeRecord line) {
    AzureUnits units = AzureUnits.of(line.text(unit));
    return sku.tokens(line)
        .map(
            found ->
                found.tokens()
                    ? units.of("Tokens", true)
                    : units.of("PTU-" + units.noun(), units.counted()))
        .orElse(units);
  }

  /**
   * Sets service, region, resource and quantities.
   *
   * @param divisor the block that the price is for, where the quantity counts single units; else
   *     one
   */
  void write(
      NativeRecord line,
      ChargeWriter charge,
      AzureChargeType type,
      AzureUnits units,
      BigDecimal divisor) {
    writePlace(line, charge);
    if (!type.priced()) {
      return;
    }
    Optional<BigDecimal> amount = line.fact(quantity);
    boolean single = divisor.compareTo(BigDecimal.ONE) != 0;
    boolean blocks = !single && units.counted();
    amount.ifPresent(
        count ->
            charge.put(
                FocusColumn.PRICING_QUANTITY,
                NativeRecord.rounded(count.divide(divisor, MathContext.DECIMAL128))));
    charge.put(
        FocusColumn.PRICING_UNIT, units.priced(single || blocks ? units.block() : BigDecimal.ONE));
    // What nobody used is priced and not consumed, as is what was bought.
    if (type == AzureChargeType.USAGE && !isReservedAndUnused(line)) {
      amount.ifPresent(
          count ->
              charge.put(
                  FocusColumn.CONSUMED_QUANTITY,
                  NativeRecord.rounded(blocks ? count.multiply(units.block()) : count)));
      charge.put(FocusColumn.CONSUMED_UNIT, units.noun());
    }
  }

  /**
   * Sets how much of a reservation the line is: its hours, unless hours of its size are not those
   * of the reservation.
   */
  void writeReserved(NativeRecord line, ChargeWriter charge, AzureUnits units) {
    String ratio = sku.fact(line, "RINormalizationRatio");
    if (ratio.isEmpty() || ratio.equals("1") || ratio.equals("1.0")) {
      line.fact(quantity)
          .ifPresent(count -> charge.put(FocusColumn.COMMITMENT_DISCOUNT_QUANTITY, count));
      charge.put(FocusColumn.COMMITMENT_DISCOUNT_UNIT, units.noun());
    }
  }

  private void writePlace(NativeRecord line, ChargeWriter charge) {
    String id = resourceId(line);
    String typeName = line.has(resourceType) ? line.text(resourceType) : typeOf(id);
    charge.put(FocusColumn.RESOURCE_ID, id);
    charge.put(FocusColumn.RESOURCE_NAME, nameOf(line));
    charge.put(FocusColumn.RESOURCE_TYPE, typeName.toLowerCase(Locale.ROOT));
    if (line.has(location)) {
      AzureRegions.Region region = AzureRegions.of(line.text(location));
      charge.put(FocusColumn.REGION_ID, region.id());
      charge.put(FocusColumn.REGION_NAME, region.name());
    }
    charge.copy(FocusColumn.AVAILABILITY_ZONE, zone);
    boolean models = sku.tokens(line).isPresent();
    AzureServices.Service service =
        AzureServices.of(typeName, line.text(category), line.text(family), models);
    String name = service.name().isEmpty() ? line.text(consumedService) : service.name();
    charge.put(FocusColumn.SERVICE_NAME, name);
    charge.put(FocusColumn.SERVICE_CATEGORY, service.category());
    charge.put(FocusColumn.SERVICE_SUBCATEGORY, service.subcategory());
  }

  /** Sets SKU, meter, details, category of the price and reserved capacity. */
  void writeSku(NativeRecord line, ChargeWriter charge, AzureChargeType type, Part part) {
    charge.copy(FocusColumn.SKU_ID, productId);
    charge.put(FocusColumn.SKU_METER, sku.meter(line));
    charge.put(FocusColumn.SKU_PRICE_DETAILS, sku.details(line));
    charge.put(FocusColumn.PRICING_CATEGORY, pricingCategory(line, part));
    String capacity = sku.fact(line, "VMCapacityReservationId");
    if (type == AzureChargeType.USAGE && !capacity.isEmpty()) {
      charge.put(FocusColumn.CAPACITY_RESERVATION_ID, capacity);
      charge.put(
          FocusColumn.CAPACITY_RESERVATION_STATUS, isReservedAndUnused(line) ? "Unused" : "Used");
    }
  }

  private String pricingCategory(NativeRecord line, Part part) {
    if (part != Part.NONE) {
      return "Committed";
    }
    boolean spot = line.text(pricingModel).strip().equalsIgnoreCase("Spot");
    return spot || sku.isInterruptible(line) ? "Dynamic" : "Standard";
  }

  /** Whether the line is of a capacity reservation itself: of machines that do not run in it. */
  private boolean isReservedAndUnused(NativeRecord line) {
    return resourceId(line).contains(CAPACITY)
        && !sku.fact(line, "VMCapacityReservationId").isEmpty();
  }

  /** Azure writes ids with different cases, and compares them without. */
  private String resourceId(NativeRecord line) {
    return written(line).toLowerCase(Locale.ROOT);
  }

  private String written(NativeRecord line) {
    String old = line.text(oldResourceName);
    return line.has(resource) || !old.startsWith("/") ? line.text(resource) : old;
  }

  private String nameOf(NativeRecord line) {
    String id = written(line);
    String told = line.firstText(resourceName, oldResourceName);
    return told.isEmpty() || told.startsWith("/") ? id.substring(id.lastIndexOf('/') + 1) : told;
  }

  /** {@code microsoft.compute/virtualmachines} of an id: every second name after the provider. */
  static String typeOf(String id) {
    int at = id.lastIndexOf(PROVIDERS);
    if (at < 0) {
      return "";
    }
    String[] names = id.substring(at + PROVIDERS.length()).split("/", -1);
    StringBuilder type = new StringBuilder(names[0]);
    for (int i = 1; i < names.length; i += 2) {
      type.append('/').append(names[i]);
    }
    return type.toString();
  }
}
