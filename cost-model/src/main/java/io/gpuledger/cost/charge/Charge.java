package io.gpuledger.cost.charge;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * One row of a delivery in FOCUS 1.4 terms.
 *
 * <p>A column that the row does not carry is absent, never an empty text or zero. Provider columns
 * without a FOCUS name are kept as text in {@link #extra()}.
 */
public final class Charge {
  private final long rowNo;
  private final EnumMap<FocusColumn, Object> values;
  private final Map<String, String> extra;

  /**
   * A charge of validated values.
   *
   * @param rowNo file index x 2^32 + record, unique in the delivery set
   * @param values by column, each of the Java type that {@link FocusColumn.Kind} names; every
   *     required column present
   * @param extra other columns of the source by their {@code x_} name, in the source's text
   * @throws IllegalArgumentException if a required column is absent
   */
  public Charge(long rowNo, Map<FocusColumn, Object> values, Map<String, String> extra) {
    this.rowNo = rowNo;
    this.values = new EnumMap<>(FocusColumn.class);
    this.values.putAll(values);
    this.extra = Map.copyOf(extra);
    for (FocusColumn column : FocusColumn.values()) {
      if (column.required() && !this.values.containsKey(column)) {
        throw new IllegalArgumentException("charge without " + column.focusName());
      }
    }
  }

  public long rowNo() {
    return rowNo;
  }

  public Map<String, String> extra() {
    return extra;
  }

  /** The value of a column in its Java type, or empty where the row carries none. */
  public Optional<Object> find(FocusColumn column) {
    return Optional.ofNullable(values.get(column));
  }

  public Optional<String> text(FocusColumn column) {
    return find(column).map(String.class::cast);
  }

  public Optional<Amount> amount(FocusColumn column) {
    return find(column).map(Amount.class::cast);
  }

  public String billingAccountId() {
    return (String) required(FocusColumn.BILLING_ACCOUNT_ID);
  }

  public String billingCurrency() {
    return (String) required(FocusColumn.BILLING_CURRENCY);
  }

  public Amount billedCost() {
    return (Amount) required(FocusColumn.BILLED_COST);
  }

  public TimeRange billingPeriod() {
    return range(FocusColumn.BILLING_PERIOD_START, FocusColumn.BILLING_PERIOD_END);
  }

  public TimeRange chargePeriod() {
    return range(FocusColumn.CHARGE_PERIOD_START, FocusColumn.CHARGE_PERIOD_END);
  }

  private TimeRange range(FocusColumn start, FocusColumn end) {
    return new TimeRange((Instant) required(start), (Instant) required(end));
  }

  private Object required(FocusColumn column) {
    Object value = values.get(column);
    if (value == null) {
      throw new IllegalStateException("charge without " + column.focusName());
    }
    return value;
  }
}
