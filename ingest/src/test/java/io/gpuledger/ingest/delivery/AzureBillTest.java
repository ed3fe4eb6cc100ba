package io.gpuledger.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.charge.Charge;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.ingest.focus.ParquetFiles;
import io.gpuledger.ingest.focus.ReadNote;
import io.gpuledger.ingest.generate.AzureLines;
import io.gpuledger.ingest.generate.AzureMonth;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both exports of Azure: each kind of line, the two views of a month, later exports. */
class AzureBillTest {
  /** Line, category, class, billed, effective, list, contracted, commitment, pricing, device. */
  private static final String PAIR =
      """
      on-demand Usage - 2160 2160 2359.68 2160 - Standard NVIDIA H100
      spot Usage - 301.23456789012 301.23456789012 983.2 301.23456789012 - Dynamic NVIDIA H100
      capacity-unused Usage - 450 450 - 450 - Standard NVIDIA H100
      capacity-used Usage - 90 90 - 90 - Standard NVIDIA H100
      unknown-size Usage - 14 14 - 14 - Standard unknown
      reserved-purchase Purchase - 1665 0 1665 1665 - Committed NVIDIA H100
      reserved-refund Purchase Correction -100 0 -100 -100 - Committed none
      plan-purchase Purchase - 60 0 60 60 - Committed none
      input Usage - 3.0864175 3.0864175 - 3.0864175 - Standard none
      cached Usage - 3.125 3.125 - 3.125 - Standard none
      batch Usage - 2 2 - 2 - Standard none
      provisioned Usage - 2400 2400 - 2400 - Standard none
      operations Usage - 0.00004 0.00004 0.00004 0.00004 - Standard none
      long-digits Usage - 0.000000007292255759 0.000000007292255759 - 0.00000000696 - Standard none
      marketplace Purchase - 500 500 500 500 - Standard none
      tax Tax - 12.34 12.34 12.34 12.34 - - none
      credit Credit - -25 -25 -25 -25 - - none
      rounding Adjustment - 0.01 0.01 0.01 0.01 - - none
      reserved Usage - 0 1332 2359.68 2359.68 Used Committed NVIDIA H100
      reserved-unused Usage - 0 333 0 0 Unused Committed NVIDIA H100
      plan-covered Usage - 0 52.8 88.152 88.152 Used Committed NVIDIA A100 80GB
      plan-unused Usage - 0 7.2 0 0 Unused Committed none
      """;

  /** The type of a day in Parquet. */
  private static final String DAY = "int64 %s (TIMESTAMP(MILLIS,true))";

  @TempDir private Path directory;
  private final MemorySink sink = new MemorySink();

  @ParameterizedTest
  @ValueSource(strings = {"enterprise", "camel", "german", "older", "parquet"})
  void every_kind_of_line_has_the_costs_of_its_rule(String header) throws IOException {
    AzureMonth month = AzureMonth.everyLine();

    ImportReport report =
        run(
            DeliveryHistory.EMPTY,
            file("actual", header, month.actual()),
            file("amortised", header, month.amortised()));

    assertThat(report.rejects()).isEmpty();
    assertThat(report.notes()).isEmpty();
    assertThat(costs(NativeBills.charges(sink))).isEqualTo(PAIR);
    assertThat(report.deliveries().get(0).rowsDuplicate())
        .isEqualTo(month.actual().size() + month.amortised().size() - 22);
  }

  @Test
  void every_column_of_every_kind_of_line_is_that_of_the_golden_file() throws IOException {
    AzureMonth month = AzureMonth.everyLine();
    run(
        DeliveryHistory.EMPTY,
        file("actual", "enterprise", month.actual()),
        file("amortised", "enterprise", month.amortised()));

    assertThat(NativeBills.text(NativeBills.charges(sink), true))
        .isEqualTo(NativeBills.golden("azure.txt"));
  }

  @Test
  void a_month_ties_to_both_of_its_views() throws IOException {
    AzureMonth month = AzureMonth.of(20_261_002, 40);
    BigDecimal actual = sum(month.actual());
    BigDecimal amortised = sum(month.amortised());

    ImportReport report =
        run(
            DeliveryHistory.EMPTY,
            file("amortised", "camel", month.amortised()),
            file("actual", "camel", month.actual()));

    assertThat(report.rejects()).isEmpty();
    assertThat(report.notes()).isEmpty();
    assertThat(report.deliveries()).hasSize(1);
    ImportReport.Delivery delivery = report.deliveries().get(0);
    assertThat(new BigDecimal(delivery.nativeBilledCost().get("USD"))).isEqualByComparingTo(actual);
    assertThat(new BigDecimal(delivery.nativeEffectiveCost().get("USD")))
        .isEqualByComparingTo(amortised);
    assertThat(new BigDecimal(sink.closed().get(0).getSums(0).getBilledRaw()))
        .isEqualByComparingTo(actual);
    assertThat(new BigDecimal(sink.closed().get(0).getSums(0).getEffectiveRaw()))
        .isEqualByComparingTo(amortised);
    assertThat(delivery.rowsAccepted()).isEqualTo(40 * 22);
    assertThat(delivery.rowsAccepted() + delivery.rowsDuplicate())
        .isEqualTo(month.actual().size() + month.amortised().size());
  }

  @Test
  void the_actual_export_alone_is_billed_and_says_what_it_lacks() throws IOException {
    AzureMonth month = AzureMonth.everyLine();

    ImportReport report = run(DeliveryHistory.EMPTY, file("a", "enterprise", month.actual()));

    assertThat(report.notes().stream().map(ReadNote::kind))
        .containsExactly(ReadNote.Kind.COST_UNKNOWN);
    assertThat(new BigDecimal(report.deliveries().get(0).nativeBilledCost().get("USD")))
        .isEqualByComparingTo(sum(month.actual()));
    assertThat(report.deliveries().get(0).rowsDuplicate()).isZero();
    assertThat(charge("reserved").amount(FocusColumn.EFFECTIVE_COST)).isEmpty();
    assertThat(charge("plan-purchase").amount(FocusColumn.EFFECTIVE_COST))
        .hasToString("Optional[0]");
  }

  @Test
  void the_amortised_export_alone_says_that_it_ties_to_no_invoice() throws IOException {
    AzureMonth month = AzureMonth.everyLine();

    ImportReport report = run(DeliveryHistory.EMPTY, file("b", "enterprise", month.amortised()));

    assertThat(report.notes().stream().map(ReadNote::kind)).containsExactly(ReadNote.Kind.ONE_VIEW);
    assertThat(charge("reserved").billedCost().toBigDecimal()).isZero();
    assertThat(charge("on-demand").billedCost().toBigDecimal()).isEqualByComparingTo("2160");
    assertThat(new BigDecimal(report.deliveries().get(0).nativeEffectiveCost().get("USD")))
        .isEqualByComparingTo(sum(month.amortised()));
  }

  @Test
  void views_of_other_usage_are_told_apart_by_their_sums() throws IOException {
    AzureMonth month = AzureMonth.everyLine();
    month.amortised().get(0).put("CostInBillingCurrency", "2000");

    ImportReport report =
        run(
            DeliveryHistory.EMPTY,
            file("actual", "enterprise", month.actual()),
            file("amortised", "enterprise", month.amortised()));

    assertThat(report.notes().stream().map(ReadNote::kind))
        .containsExactly(ReadNote.Kind.SUM_DIFFERS);
    assertThat(report.notes().get(0).message())
        .contains("in amortised cost")
        .contains("the charges come to");
  }

  @Test
  void a_later_run_of_the_exports_replaces_the_month() throws IOException {
    PublishedHistory history = new PublishedHistory();
    AzureMonth month = AzureMonth.everyLine();
    Path[] first = {
      file("actual", "camel", month.actual()), file("amortised", "camel", month.amortised())
    };
    history.publish(sink, run(history, first));
    assertThat(run(history, first).deliveries().get(0).unchanged()).isTrue();
    for (List<Map<String, String>> view : List.of(month.actual(), month.amortised())) {
      view.get(0).put("CostInBillingCurrency", "2100");
    }
    MemorySink second = new MemorySink();

    ImportReport report =
        NativeBills.run(
            second,
            history,
            file("actual-2", "camel", month.actual()),
            file("amortised-2", "camel", month.amortised()));

    assertThat(report.notes()).isEmpty();
    assertThat(second.closed().get(0).getDeliveryKind()).isEqualTo("overwrite");
    assertThat(second.closed().get(0).getSequence()).isEqualTo(2);
    assertThat(report.deliveries().get(0).billedCost().get("USD").toBigDecimal())
        .isEqualByComparingTo(sum(month.actual()).setScale(18, RoundingMode.HALF_EVEN));
  }

  @Test
  void a_customer_agreement_is_billed_by_its_profile_in_its_currency() throws IOException {
    Map<String, String> line =
        AzureLines.line(
            "fx",
            "Usage",
            "BillingProfileId",
            "AAAA-BBBB-BG7-XYZ",
            "InvoiceId",
            "G012345678",
            "BillingCurrencyCode",
            "EUR",
            "PricingCurrency",
            "USD",
            "ExchangeRatePricingToBilling",
            "0.9",
            "Quantity",
            "10",
            "EffectivePrice",
            "90",
            "UnitPrice",
            "100",
            "PayGPrice",
            "110",
            "CostInBillingCurrency",
            "810",
            "CostInPricingCurrency",
            "900",
            "PayGCostInBillingCurrency",
            "990",
            "ProductId",
            "DZH318Z0BXXX0001");

    run(DeliveryHistory.EMPTY, file("mca", "camel", List.of(line)));

    Charge charge = charge("fx");
    assertThat(charge.text(FocusColumn.BILLING_ACCOUNT_ID)).contains("AAAA-BBBB-BG7-XYZ");
    assertThat(charge.text(FocusColumn.BILLING_ACCOUNT_TYPE)).contains("Billing Profile");
    assertThat(charge.text(FocusColumn.INVOICE_ID)).contains("G012345678");
    assertThat(charge.text(FocusColumn.SKU_ID)).contains("DZH318Z0BXXX0001");
    assertThat(charge.billedCost()).hasToString("810");
    assertThat(charge.amount(FocusColumn.LIST_COST)).hasToString("Optional[990]");
    assertThat(charge.amount(FocusColumn.CONTRACTED_COST)).hasToString("Optional[900]");
    assertThat(charge.amount(FocusColumn.CONTRACTED_UNIT_PRICE)).hasToString("Optional[90]");
    assertThat(charge.amount(FocusColumn.PRICING_CURRENCY_EFFECTIVE_COST))
        .hasToString("Optional[900]");
    assertThat(charge.amount(FocusColumn.PRICING_CURRENCY_CONTRACTED_UNIT_PRICE))
        .hasToString("Optional[100]");
  }

  private Charge charge(String name) {
    return sink.charges().stream()
        .filter(charge -> charge.text(FocusColumn.CHARGE_DESCRIPTION).orElse("").equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String costs(List<Charge> charges) {
    StringBuilder found = new StringBuilder();
    for (Charge charge : charges) {
      found.append(charge.text(FocusColumn.CHARGE_DESCRIPTION).orElse("-"));
      for (FocusColumn column :
          List.of(
              FocusColumn.CHARGE_CATEGORY,
              FocusColumn.CHARGE_CLASS,
              FocusColumn.BILLED_COST,
              FocusColumn.EFFECTIVE_COST,
              FocusColumn.LIST_COST,
              FocusColumn.CONTRACTED_COST,
              FocusColumn.COMMITMENT_DISCOUNT_STATUS,
              FocusColumn.PRICING_CATEGORY)) {
        found.append(' ').append(charge.find(column).map(Object::toString).orElse("-"));
      }
      found
          .append(' ')
          .append(
              charge
                  .text(FocusColumn.X_DEVICE_MODEL)
                  .or(() -> charge.text(FocusColumn.X_ACCELERATOR))
                  .orElse("-"))
          .append('\n');
    }
    return found.toString();
  }

  /** The cost column of an export, which is the whole rule. */
  private static BigDecimal sum(List<Map<String, String>> lines) {
    return lines.stream()
        .map(line -> new BigDecimal(line.get("CostInBillingCurrency")))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private ImportReport run(DeliveryHistory history, Path... files) throws IOException {
    return NativeBills.run(sink, history, files);
  }

  private Path file(String name, String header, List<Map<String, String>> lines)
      throws IOException {
    String text =
        switch (header) {
          case "enterprise" -> AzureLines.enterprise(lines);
          case "camel" -> AzureLines.camel(lines);
          case "german" -> AzureLines.german(lines);
          default -> AzureLines.older(lines);
        };
    Path file = directory.resolve(name + ".csv");
    if (header.equals("parquet")) {
      parquet(file, lines);
      return file;
    }
    if (!header.equals("camel")) {
      return Files.writeString(file, text);
    }
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  /** Costs, prices and quantities are doubles, days are times. */
  private static void parquet(Path file, List<Map<String, String>> lines) throws IOException {
    Set<String> doubles =
        Set.of("Quantity", "EffectivePrice", "CostInBillingCurrency", "UnitPrice", "PayGPrice");
    Set<String> days = Set.of("Date", "BillingPeriodStartDate", "BillingPeriodEndDate");
    StringBuilder schema = new StringBuilder("message azure {\n");
    for (String name : lines.get(0).keySet()) {
      String type =
          doubles.contains(name) ? "double %s" : days.contains(name) ? DAY : "binary %s (STRING)";
      schema.append("optional ").append(type.formatted(name)).append(";\n");
    }
    MessageType type = MessageTypeParser.parseMessageType(schema.append("}").toString());
    List<Group> rows = new ArrayList<>();
    for (Map<String, String> line : lines) {
      Group row = new SimpleGroup(type);
      line.forEach(
          (name, value) -> {
            if (doubles.contains(name)) {
              row.add(name, Double.parseDouble(value));
            } else if (days.contains(name)) {
              LocalDate day = LocalDate.parse(value, DateTimeFormatter.ofPattern("MM/dd/uuuu"));
              row.add(name, day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli());
            } else if (!value.isEmpty()) {
              row.add(name, value);
            }
          });
      rows.add(row);
    }
    ParquetFiles.write(file, type, rows, CompressionCodecName.SNAPPY);
  }
}
