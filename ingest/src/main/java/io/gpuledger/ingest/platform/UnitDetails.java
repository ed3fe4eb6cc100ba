package io.gpuledger.ingest.platform;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.NativeRecord;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Records that say a quantity, its unit and a price. */
final class UnitDetails implements Details {
  private final int[] quantity;
  private final int[] unit;
  private final int[] price;
  private final int[] sku;
  private final int[] scope;
  private final Map<String, PlatformUnit> named;

  /**
   * Records of one file.
   *
   * @param sku what names the unit where the record says none
   * @param named words in what is used, and the units that they mean
   * @param scope what an answer is limited to; empty where pages of one answer share days
   */
  UnitDetails(
      NativeColumns columns,
      List<String> sku,
      Map<String, PlatformUnit> named,
      List<String> scope) {
    quantity =
        PlatformForm.fields(columns, List.of("quantity", "usage", "usage_quantity", "units"));
    unit =
        PlatformForm.fields(columns, List.of("unit", "quantity_unit", "usage_unit", "unit_type"));
    price = PlatformForm.fields(columns, List.of("unit_price", "price", "list_price"));
    this.sku = PlatformForm.fields(columns, sku);
    this.scope = PlatformForm.fields(columns, scope);
    this.named = named;
  }

  @Override
  public void write(NativeRecord record, ChargeWriter charge, String part) {
    int told = record.first(quantity);
    Optional<BigDecimal> used = record.fact(told);
    if (told >= 0 && used.isEmpty()) {
      charge.fault(ProblemCode.NOT_A_DECIMAL, told, "the cell holds no number");
    }
    PlatformUnit of = unit(record);
    if (used.isEmpty() || of.equals(PlatformUnit.NONE)) {
      return;
    }
    charge.put(FocusColumn.PRICING_QUANTITY, used.get());
    charge.put(FocusColumn.PRICING_UNIT, of.pricing());
    charge.product(FocusColumn.CONSUMED_QUANTITY, used.get().multiply(of.block()));
    charge.put(FocusColumn.CONSUMED_UNIT, of.word());
    record
        .fact(record.first(price))
        .filter(found -> found.signum() >= 0)
        .ifPresent(found -> charge.product(FocusColumn.CONTRACTED_UNIT_PRICE, found));
  }

  private PlatformUnit unit(NativeRecord record) {
    String text = record.firstText(unit);
    if (!text.isEmpty()) {
      return PlatformUnit.of(text);
    }
    String name = " " + record.firstText(sku).toLowerCase(Locale.ROOT).replace('_', ' ') + " ";
    return named.entrySet().stream()
        .filter(entry -> name.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(PlatformUnit.NONE);
  }

  @Override
  public Set<String> answers(NativeRecord record) {
    return scope.length == 0 ? Set.of() : Set.of(record.firstText(scope));
  }
}
