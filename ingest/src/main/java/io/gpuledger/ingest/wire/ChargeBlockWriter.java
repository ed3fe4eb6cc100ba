package io.gpuledger.ingest.wire;

import com.google.protobuf.ByteString;
import io.gpuledger.cost.charge.Charge;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.money.Amount;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Writes charges as a block of columns with dictionaries. */
public final class ChargeBlockWriter {
  private ChargeBlockWriter() {}

  /**
   * The block of these charges, in their order.
   *
   * @param charges with ascending row numbers, all of one month of charge periods
   */
  public static ChargeBlock write(String deliveryId, String source, List<Charge> charges) {
    ChargeBlock.Builder block =
        ChargeBlock.newBuilder().setDeliveryId(deliveryId).setSource(source);
    charges.forEach(charge -> block.addRowNo(charge.rowNo()));
    for (FocusColumn column : FocusColumn.values()) {
      ChargeColumn.Builder written = ChargeColumn.newBuilder().setColumn(column.number());
      Map<Object, Integer> dictionary = new HashMap<>();
      for (Charge charge : charges) {
        Optional<Object> value = charge.find(column);
        written.addCodes(
            value.isEmpty()
                ? 0
                : dictionary.computeIfAbsent(value.get(), added -> append(written, column, added)));
      }
      if (!dictionary.isEmpty()) {
        block.addColumns(written);
      }
    }
    writeExtra(block, charges);
    return block.build();
  }

  private static void writeExtra(ChargeBlock.Builder block, List<Charge> charges) {
    TreeSet<String> names = new TreeSet<>();
    charges.forEach(charge -> names.addAll(charge.extra().keySet()));
    for (String name : names) {
      ExtraColumn.Builder written = ExtraColumn.newBuilder().setName(name);
      Map<String, Integer> dictionary = new HashMap<>();
      for (Charge charge : charges) {
        String value = charge.extra().get(name);
        written.addCodes(
            value == null
                ? 0
                : dictionary.computeIfAbsent(
                    value,
                    added -> written.addTexts(ByteString.copyFromUtf8(added)).getTextsCount()));
      }
      block.addExtra(written);
    }
  }

  /** Appends to the dictionary that the kind uses and returns the value's code. */
  private static int append(ChargeColumn.Builder column, FocusColumn focus, Object value) {
    return switch (focus.kind()) {
      case TEXT, NAME, JSON ->
          column.addTexts(ByteString.copyFromUtf8((String) value)).getTextsCount();
      case COST, QUANTITY ->
          column
              .addDecimals(ByteString.copyFrom(((Amount) value).unscaled().toByteArray()))
              .getDecimalsCount();
      case TIME ->
          column
              .addMicros(ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) value))
              .getMicrosCount();
      case KEY_VALUES -> {
        KeyValues.Builder entries = KeyValues.newBuilder();
        ((Map<?, ?>) value).forEach((key, text) -> entries.putEntries((String) key, (String) text));
        yield column.addKeyValues(entries).getKeyValuesCount();
      }
    };
  }
}
