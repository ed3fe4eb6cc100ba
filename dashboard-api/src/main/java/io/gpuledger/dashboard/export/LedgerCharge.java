package io.gpuledger.dashboard.export;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.money.Amount;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * A charge as the ledger keeps it, each value as the text that the file will hold: amounts plain,
 * times in FOCUS's form, key-values as maps.
 */
public final class LedgerCharge {
  private final String deliveryId;
  private final String rowNo;
  private final EnumMap<FocusColumn, String> texts;
  private final EnumMap<FocusColumn, Map<String, String>> pairs;
  private final Map<String, String> extra;

  /**
   * A charge.
   *
   * @param rowNo number of the row in its delivery
   * @param texts values by column; an absent or empty one is missing
   * @param pairs values of the key-value columns
   * @param extra the source's own columns by their {@code x_} name
   */
  public LedgerCharge(
      String deliveryId,
      String rowNo,
      Map<FocusColumn, String> texts,
      Map<FocusColumn, Map<String, String>> pairs,
      Map<String, String> extra) {
    this.deliveryId = deliveryId;
    this.rowNo = rowNo;
    this.texts = new EnumMap<>(FocusColumn.class);
    this.texts.putAll(texts);
    this.pairs = new EnumMap<>(FocusColumn.class);
    this.pairs.putAll(pairs);
    this.extra = Map.copyOf(extra);
  }

  /** Names the charge wherever the product speaks of it: {@code DELIVERY:ROW}. */
  public String id() {
    return deliveryId + ":" + rowNo;
  }

  /** Whether this is the charge of a delivery's row. */
  public boolean is(String delivery, String row) {
    return rowNo.equals(row) && deliveryId.equals(delivery);
  }

  /** The value's text, empty where the bill left it out. */
  String text(FocusColumn column) {
    return column.kind() == FocusColumn.Kind.KEY_VALUES
        ? JsonText.object(pairs.getOrDefault(column, Map.of()))
        : texts.getOrDefault(column, "");
  }

  Optional<Amount> amount(FocusColumn column) {
    String text = texts.getOrDefault(column, "");
    return text.isEmpty() ? Optional.empty() : Optional.of(Amount.parse(text));
  }

  /** A column of the source's own, empty where the row has none. */
  String extra(String name) {
    return extra.getOrDefault(name, "");
  }

  @Override
  public String toString() {
    return "charge " + id();
  }
}
