package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.allocation.Accelerator;
import io.gpuledger.cost.allocation.AllocationCharge;
import io.gpuledger.cost.allocation.ChargeKeys;
import io.gpuledger.cost.allocation.Costs;
import io.gpuledger.cost.filter.GroupKey.Name;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.cost.unit.TokenTypeName;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A charge as {@code queries/allocation_charges} answers it.
 *
 * @param charge what allocation needs
 * @param billingPeriodMicros start of its billing period
 * @param absentCosts which costs the bill leaves out: 1 effective + 2 list + 4 contracted
 * @param description the bill's, only of what stands on other charges
 * @param machine what the bill says of the machine's size; only where it was asked for
 */
record ChargeRow(
    AllocationCharge charge,
    long billingPeriodMicros,
    int absentCosts,
    String description,
    MachineWords machine) {
  private static final Pattern HOURS = Pattern.compile("(1 )?([a-z]+[- ])?(h|hr|hrs|hour|hours)");

  private static final BigDecimal NANOS_PER_HOUR =
      BigDecimal.valueOf(Duration.ofHours(1).toNanos());

  static ChargeRow read(RowInput in) {
    String deliveryId = in.string();
    long rowNo = in.int64();
    EnumMap<Name, String> keys = new EnumMap<>(Name.class);
    keys.put(Name.SOURCE, in.string());
    keys.put(Name.ACCOUNT, in.string());
    keys.put(Name.CURRENCY, in.string());
    TimeRange period = new TimeRange(Micros.toInstant(in.int64()), Micros.toInstant(in.int64()));
    long billingPeriodMicros = in.int64();
    Costs costs = new Costs(in.decimal(), in.decimal(), in.decimal(), in.decimal());
    int absentCosts = in.uint16();
    keys.put(Name.PROVIDER, in.string());
    keys.put(Name.SUB_ACCOUNT, in.string());
    keys.put(Name.REGION, in.string());
    keys.put(Name.SERVICE, in.string());
    keys.put(Name.SERVICE_CATEGORY, in.string());
    keys.put(Name.CHARGE_CATEGORY, in.string());
    keys.put(Name.PRICING_CATEGORY, in.string());
    keys.put(Name.COMMITMENT, in.string());
    boolean unused = in.string().equals("Unused");
    keys.put(Name.DEVICE_MODEL, in.string());
    Accelerator accelerator = accelerator(in.string());
    Amount deviceCount = in.decimal();
    Amount quantity = in.decimal();
    OptionalLong paid = paidNanos(period, deviceCount, quantity, in.string());
    keys.put(Name.RESOURCE, in.string());
    keys.put(Name.SKU, in.string());
    keys.put(Name.INVOICE, in.string());
    keys.put(Name.MODEL, in.string());
    keys.put(Name.TOKEN_TYPE, TokenTypeName.of(in.string()));
    keys.put(Name.BASIS, "from_bill");
    Map<String, String> tags = in.stringMap();
    String description = in.string();
    MachineWords machine = new MachineWords(in.string(), deviceCount, in.string(), in.string());
    return new ChargeRow(
        new AllocationCharge(
            deliveryId,
            rowNo,
            period,
            costs,
            accelerator,
            unused,
            paid,
            new ChargeKeys(keys, tags)),
        billingPeriodMicros,
        absentCosts,
        description,
        machine);
  }

  static Accelerator accelerator(String text) {
    return switch (text) {
      case "known" -> Accelerator.YES;
      case "none" -> Accelerator.NO;
      default -> Accelerator.UNKNOWN;
    };
  }

  /** Devices x hours billed, or x the charge period where the quantity is not in hours. */
  static OptionalLong paidNanos(
      TimeRange period, Amount deviceCount, Amount quantity, String unit) {
    if (deviceCount.signum() <= 0) {
      return OptionalLong.empty();
    }
    BigDecimal time =
        HOURS.matcher(unit.toLowerCase(Locale.ROOT)).matches()
            ? quantity.toBigDecimal().multiply(NANOS_PER_HOUR)
            : BigDecimal.valueOf(period.length().toNanos());
    BigDecimal nanos =
        time.multiply(deviceCount.toBigDecimal()).setScale(0, RoundingMode.HALF_EVEN);
    return nanos.toBigInteger().bitLength() > 62
        ? OptionalLong.empty()
        : OptionalLong.of(nanos.longValueExact());
  }
}
