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
  private final int[] listPrice;
  private final int[] sku;
  private final int[] scope;
  private final List<Map.Entry<String, PlatformUnit>> named;

  /**
   * Records of one file.
   *
   * @param sku what names the unit where the record says none
   * @param named words in what is used, and the units that they mean; the first that is there
   *     counts
   * @param scope what an answer is limited to; empty where pages of one answer share days
   */
  UnitDetails(
      NativeColumns columns,
      List<String> sku,
      List<Map.Entry<String, PlatformUnit>> named,
      List<String> scope) {
    quantity =
        PlatformForm.fields(columns, List.of("quantity", "usage", "usage_quantity", "units"));
    unit =
        PlatformForm.fields(columns, List.of("unit", "quantity_unit", "usage_unit", "unit_type"));
    price = PlatformForm.fields(columns, List.of("unit_price", "price"));
    listPrice = PlatformForm.fields(columns, List.of("list_price"));
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
    writePrice(record, charge, FocusColumn.CONTRACTED_UNIT_PRICE, price);
    writePrice(record, charge, FocusColumn.LIST_UNIT_PRICE, listPrice);
  }

  private static void writePrice(
      NativeRecord record, ChargeWriter charge, FocusColumn column, int[] fields) {
    record
        .fact(record.first(fields))
        .filter(found -> found.signum() >= 0)
        .ifPresent(found -> charge.product(column, found));
  }

  private PlatformUnit unit(NativeRecord record) {
    String text = record.firstText(unit);
    if (!text.isEmpty()) {
      return PlatformUnit.of(text);
    }
    String name = " " + record.firstText(sku).toLowerCase(Locale.ROOT).replace('_', ' ') + " ";
    return named.stream()
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
