package io.gpuledger.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.charge.Charge;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.focus.ParquetFiles;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ParquetBillTest {
  private static final String SCHEMA_TEXT =
      """
      message bill {
        required double BilledCost;
        optional fixed_len_byte_array(16) EffectiveCost (DECIMAL(38,18));
        optional float ListCost;
        optional int64 ContractedCost (DECIMAL(18,6));
        required binary BillingAccountId (STRING);
        required binary BillingCurrency (STRING);
        required int64 BillingPeriodStart (TIMESTAMP(MICROS,true));
        required int64 BillingPeriodEnd (TIMESTAMP(MILLIS,true));
        required int64 ChargePeriodStart (TIMESTAMP(NANOS,true));
        required binary ChargePeriodEnd (STRING);
        optional int32 ConsumedQuantity;
        optional group Tags (MAP) {
          repeated group key_value { required binary key (STRING); optional binary value (STRING); }
        }
        optional group x_Discounts (MAP) {
          repeated group key_value { required binary key (STRING); optional double value; }
        }
      }
      """;

  private static final MessageType SCHEMA = MessageTypeParser.parseMessageType(SCHEMA_TEXT);

  @TempDir private Path directory;
  private final MemorySink sink = new MemorySink();

  private static Group row(double cost) {
    Group row = new SimpleGroup(SCHEMA);
    row.add("BilledCost", cost);
    byte[] decimal = new byte[16];
    decimal[15] = 1;
    row.add("EffectiveCost", Binary.fromConstantByteArray(decimal));
    row.add("ListCost", 0.1f);
    row.add("ContractedCost", 1_500_000L);
    row.add("BillingAccountId", "0042");
    row.add("BillingCurrency", "USD");
    row.add(
        "BillingPeriodStart", Instant.parse("2026-10-01T00:00:00Z").getEpochSecond() * 1_000_000);
    row.add("BillingPeriodEnd", Instant.parse("2026-11-01T00:00:00Z").getEpochSecond() * 1_000);
    row.add(
        "ChargePeriodStart",
        Instant.parse("2026-10-05T00:00:00Z").getEpochSecond() * 1_000_000_000);
    row.add("ChargePeriodEnd", "2026-10-06T00:00:00Z");
    row.add("ConsumedQuantity", 3);
    Group tag = row.addGroup("Tags").addGroup("key_value");
    tag.add("key", "team");
    tag.add("value", "a");
    Group discount = row.addGroup("x_Discounts").addGroup("key_value");
    discount.add("key", "edp");
    discount.add("value", -0.25);
    return row;
  }

  @ParameterizedTest
  @EnumSource(
      value = CompressionCodecName.class,
      names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD"})
  void values_of_every_type_are_read_exactly(CompressionCodecName codec) throws IOException {
    Path file = directory.resolve("bill.dat");
    ParquetFiles.write(file, SCHEMA, List.of(row(0.1), row(0.30000000000000004)), codec);

    ImportReport report = run(file);

    assertThat(report.rejects()).isEmpty();
    Charge charge = sink.charges().get(0);
    assertThat(charge.billedCost()).hasToString("0.1");
    assertThat(charge.amount(FocusColumn.EFFECTIVE_COST))
        .hasToString("Optional[0.000000000000000001]");
    assertThat(charge.amount(FocusColumn.LIST_COST)).hasToString("Optional[0.1]");
    assertThat(charge.amount(FocusColumn.CONTRACTED_COST)).hasToString("Optional[1.5]");
    assertThat(charge.billingAccountId()).isEqualTo("0042");
    assertThat(charge.billingPeriod().end()).isEqualTo("2026-11-01T00:00:00Z");
    assertThat(charge.chargePeriod().start()).isEqualTo("2026-10-05T00:00:00Z");
    assertThat(charge.find(FocusColumn.TAGS)).contains(Map.of("team", "a"));
    assertThat(charge.extra()).containsEntry("x_Discounts", "{\"edp\":-0.25}");
    assertThat(report.deliveries().get(0).billedCost().get("USD"))
        .hasToString("0.40000000000000004");
  }

  @Test
  void a_cell_whose_bytes_are_no_value_of_its_type_is_refused_with_its_row_alone()
      throws IOException {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            SCHEMA_TEXT
                .replace(
                    "optional int64 ContractedCost (DECIMAL(18,6))",
                    "optional binary ContractedCost (DECIMAL(18,6))")
                .replace("optional int32 ConsumedQuantity", "optional int96 ConsumedQuantity"));
    List<Group> rows = new ArrayList<>();
    for (String odd : List.of("", "ContractedCost", "ConsumedQuantity")) {
      Group row = new SimpleGroup(schema);
      Group good = row(0.5);
      for (String column : List.of("BillingPeriodStart", "BillingPeriodEnd", "ChargePeriodStart")) {
        row.add(column, good.getLong(column, 0));
      }
      row.add("BilledCost", 0.5);
      row.add("BillingAccountId", "0042");
      row.add("BillingCurrency", "USD");
      row.add("ChargePeriodEnd", "2026-10-06T00:00:00Z");
      if (odd.equals("ContractedCost")) {
        row.add(odd, Binary.fromConstantByteArray(new byte[0]));
      } else if (odd.equals("ConsumedQuantity")) {
        byte[] day = new byte[12];
        Arrays.fill(day, (byte) 0x7f);
        row.add(odd, Binary.fromConstantByteArray(day));
      }
      rows.add(row);
    }
    Path file = directory.resolve("odd.parquet");
    ParquetFiles.write(file, schema, rows, CompressionCodecName.SNAPPY);

    ImportReport report = run(file);

    assertThat(report.rejects())
        .extracting(problem -> problem.field())
        .containsExactly("ContractedCost", "ConsumedQuantity");
    assertThat(report.deliveries().get(0).rowsAccepted()).isEqualTo(1);
    assertThat(sink.closed()).hasSize(1);
  }

  @Test
  void a_double_past_scale_18_is_rounded_and_the_raw_sum_is_kept() throws IOException {
    Path file = directory.resolve("bill.parquet");
    double tiny = 1.2345678901234567E-3;
    ParquetFiles.write(
        file, SCHEMA, List.of(row(tiny), row(Double.NaN)), CompressionCodecName.SNAPPY);

    ImportReport report = run(file);

    assertThat(report.rejects()).hasSize(1);
    assertThat(report.rejects().get(0).code()).isEqualTo(ProblemCode.NOT_A_DECIMAL);
    assertThat(report.rejects().get(0).location()).hasToString("bill.parquet:2:1");
    assertThat(new BigDecimal(sink.closed().get(0).getSums(0).getBilledRaw()))
        .isEqualByComparingTo("0.0012345678901234567");
    assertThat(sink.charges().get(0).billedCost()).hasToString("0.001234567890123457");
  }

  @Test
  void a_damaged_file_is_refused_and_says_so() throws IOException {
    Path file = directory.resolve("bill.parquet");
    List<Group> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      rows.add(row(i));
    }
    ParquetFiles.write(file, SCHEMA, rows, CompressionCodecName.SNAPPY);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

    ImportReport report = run(file);

    assertThat(report.rejects()).hasSize(1);
    assertThat(report.rejects().get(0).code()).isEqualTo(ProblemCode.TRUNCATED);
    assertThat(sink.blocks).isEmpty();
  }

  private ImportReport run(Path file) throws IOException {
    return new BillImport(sink, InstantSource.fixed(Instant.parse("2026-11-24T00:00:00Z")))
        .run(ImportRequest.of("p", List.of(file)), DeliveryHistory.EMPTY, ImportListener.NONE);
  }
}
