package io.gpuledger.ingest.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.charge.Charge;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.money.Amount;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChargeBlockTest {
  private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");

  private static Charge charge(long rowNo, String billed, Map<FocusColumn, Object> more) {
    Map<FocusColumn, Object> values = new EnumMap<>(FocusColumn.class);
    values.put(FocusColumn.BILLED_COST, Amount.parse(billed));
    values.put(FocusColumn.BILLING_ACCOUNT_ID, "0042");
    values.put(FocusColumn.BILLING_CURRENCY, "USD");
    values.put(FocusColumn.BILLING_PERIOD_START, START);
    values.put(FocusColumn.BILLING_PERIOD_END, START.plusSeconds(86_400));
    values.put(FocusColumn.CHARGE_PERIOD_START, START);
    values.put(FocusColumn.CHARGE_PERIOD_END, START.plusSeconds(3_600));
    values.putAll(more);
    return new Charge(rowNo, values, Map.of("x_Id", "id-" + rowNo));
  }

  @Test
  void every_kind_of_value_survives_the_wire() {
    Charge full =
        charge(
            (1L << 32) + 7,
            "-999999999999.999999999999999999",
            Map.of(
                FocusColumn.CONSUMED_QUANTITY,
                Amount.parse("99999999999999999999.000000000000000001"),
                FocusColumn.TAGS,
                Map.of("team", "ü", "empty", ""),
                FocusColumn.SKU_PRICE_DETAILS,
                "{\"GpuCount\":8}"));
    Charge bare = charge((1L << 32) + 8, "0", Map.of());

    ChargeBlockReader reader =
        ChargeBlockReader.parse(
            ChargeBlockWriter.write("d", "s", List.of(full, bare)).toByteArray());

    assertThat(reader.rows()).isEqualTo(2);
    for (Charge expected : List.of(full, bare)) {
      Charge read = reader.charge(expected.equals(full) ? 0 : 1);
      assertThat(read.rowNo()).isEqualTo(expected.rowNo());
      assertThat(read.extra()).isEqualTo(expected.extra());
      for (FocusColumn column : FocusColumn.values()) {
        assertThat(read.find(column)).as(column.focusName()).isEqualTo(expected.find(column));
      }
    }
    assertThat(reader.code(FocusColumn.TAGS, 1)).isZero();
    assertThat(reader.amount(FocusColumn.BILLED_COST, 1)).contains(Amount.ZERO);
  }

  @Test
  void a_block_whose_columns_do_not_fit_is_refused() {
    ChargeBlock block =
        ChargeBlock.newBuilder()
            .addRowNo(1)
            .addColumns(ChargeColumn.newBuilder().setColumn(7).addCodes(1))
            .build();

    assertThatThrownBy(() -> ChargeBlockReader.of(block))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("code 1 of 0");
  }
}
