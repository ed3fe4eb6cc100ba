package io.gpuledger.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.charge.Charge;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.ingest.focus.ReadNote;
import io.gpuledger.ingest.format.FormatRefusedException;
import io.gpuledger.ingest.format.Formats;
import io.gpuledger.ingest.neocloud.CoreWeave;
import io.gpuledger.ingest.neocloud.RateCard;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CoreWeave's usage without costs, at the rates of a contract, up to the invoice. */
class CoreWeaveBillTest {
  private static final String HEADER =
      "BillingAccountId,BillingAccountName,BillingPeriodStart,BillingPeriodEnd,ChargePeriodStart,"
          + "ChargePeriodEnd,ChargeCategory,ChargeClass,SkuId,x_CapacityPlan,ConsumedQuantity,"
          + "ConsumedUnit,RegionId,RegionName,x_Cluster\n";

  private static final String H100 = "gd-8xh100ib-i128";

  @TempDir private Path directory;
  private final MemorySink sink = new MemorySink();

  private static RateCard.Rate rate(String sku, String plan, String unit, String price) {
    return rate(sku, plan, unit, price, "2000-01-01T00:00:00Z", "2100-01-01T00:00:00Z");
  }

  private static RateCard.Rate rate(
      String sku, String plan, String unit, String price, String from, String to) {
    return new RateCard.Rate(
        sku,
        plan,
        unit,
        new BigDecimal(price),
        new TimeRange(Instant.parse(from), Instant.parse(to)));
  }

  private static RateCard.Invoice invoice(String account, String payable, String tax) {
    return new RateCard.Invoice(
        "CW-10", account, usd(payable), usd(tax), Instant.parse("2026-10-15T00:00:00Z"));
  }

  private static Money usd(String amount) {
    return new Money("USD", Amount.parse(amount));
  }

  private static RateCard card(RateCard.Invoice... invoices) {
    return new RateCard(
        "USD",
        "",
        List.of(
            // The day of 31 October ends at 17:00 in New York, 21:00 UTC.
            rate(
                H100,
                "On-Demand",
                "GPU-Hours",
                "6.16",
                "2026-01-01T00:00:00Z",
                "2026-10-30T21:00:00Z"),
            rate(
                H100,
                "On-Demand",
                "GPU-Hours",
                "5.9",
                "2026-10-30T21:00:00Z",
                "2100-01-01T00:00:00Z"),
            rate(H100, "Reserved", "GPU-Hours", "2.35"),
            rate("cks-storage", "", "GiB-Hours", "0.0000001")),
        List.of(invoices));
  }

  private static String hour(
      String account, String at, String sku, String plan, String quantity, String unit) {
    Instant start = Instant.parse(at);
    return String.join(
            ",",
            account,
            "",
            "2026-09-30T21:00:00Z",
            "2026-10-31T21:00:00Z",
            start.toString(),
            start.plusSeconds(3600).toString(),
            "Usage",
            "",
            sku,
            plan,
            quantity,
            unit,
            "US-EAST-04",
            "",
            "train-1")
        + "\n";
  }

  private static String gpus(String at, String plan, String quantity) {
    return hour("org-1", at, H100, plan, quantity, "GPU-hours");
  }

  @Test
  void usage_is_priced_by_sku_plan_and_day_and_trued_up_to_the_invoice() throws IOException {
    ImportReport report =
        run(
            card(invoice("", "200", "12.34")),
            HEADER
                + gpus("2026-10-30T20:00:00Z", "On-Demand", "8")
                + gpus("2026-10-30T21:00:00Z", "ON_DEMAND", "8")
                + gpus("2026-10-05T10:00:00Z", "Reserved", "16")
                + hour("org-1", "2026-10-05T10:00:00Z", "cks-storage", "", "1024.5", "GiB-hours")
                + gpus("2026-10-05T10:00:00Z", "Spot", "4"));

    assertThat(report.rejects()).isEmpty();
    assertThat(shown())
        .isEqualTo(
            """
            Usage Standard 49.28 49.28 8 NVIDIA H100 1 rate_card
            Adjustment - 53.57989755 53.57989755 - - - invoice
            Tax - 12.34 12.34 - - - invoice
            Usage Standard 47.2 47.2 8 NVIDIA H100 1 rate_card
            Usage Committed 37.6 37.6 16 NVIDIA H100 1 rate_card
            Usage - 0.00010245 0.00010245 1024.5 - - rate_card
            Usage Dynamic 0 - 4 NVIDIA H100 1 unpriced
            """);
    ImportReport.Delivery delivery = report.deliveries().get(0);
    assertThat(delivery.format()).isEqualTo("coreweave");
    assertThat(delivery.billedCost()).hasToString("{USD=200}");
    assertThat(delivery.nativeBilledCost()).hasToString("{USD=200}");
    assertThat(report.notes().stream().map(ReadNote::kind))
        .containsExactly(ReadNote.Kind.MORE_PAGES, ReadNote.Kind.UNPRICED);
    assertThat(report.notes().get(0).message())
        .contains("from 2026-10-05T10:00:00Z to 2026-10-30T22:00:00Z alone");
    assertThat(report.notes().get(1).message()).contains(H100, "Spot");
    List<Charge> charges = NativeBills.charges(sink);
    assertThat(charges.get(0).find(FocusColumn.SUB_ACCOUNT_ID)).contains("train-1");
    assertThat(charges.get(1).find(FocusColumn.SUB_ACCOUNT_ID)).isEmpty();
    assertThat(charges.get(1).extra()).doesNotContainKey("x_Cluster");
    assertThat(charges).allMatch(of -> of.find(FocusColumn.INVOICE_ID).orElse("").equals("CW-10"));
    assertThat(NativeBills.text(charges, true)).isEqualTo(NativeBills.golden("coreweave.txt"));
  }

  @Test
  void a_generated_month_ties_to_its_invoice_whatever_the_order_of_its_pages() throws IOException {
    Random random = new Random(20_261_003);
    List<String> rows = new ArrayList<>();
    BigDecimal sum = BigDecimal.ZERO;
    for (int hour = 0; hour < 744; hour++) {
      String at = Instant.parse("2026-09-30T21:00:00Z").plusSeconds(3600L * hour).toString();
      BigDecimal quantity = BigDecimal.valueOf(random.nextInt(4_000_000), 5);
      rows.add(gpus(at, "Reserved", quantity.toPlainString()));
      sum = sum.add(quantity.multiply(new BigDecimal("2.35")));
    }
    assertThat(billed(card(), rows)).isEqualByComparingTo(sum);
    assertThat(billed(card(invoice("org-1", "123456.78", "0")), rows))
        .isEqualByComparingTo("123456.78");
    Collections.shuffle(rows, random);
    assertThat(billed(card(invoice("org-1", "123456.78", "0")), rows))
        .isEqualByComparingTo("123456.78");
  }

  private BigDecimal billed(RateCard card, List<String> rows) throws IOException {
    MemorySink into = new MemorySink();
    Path one = file("1.csv", HEADER + String.join("", rows.subList(0, 300)));
    Path two = file("2.csv", HEADER + String.join("", rows.subList(300, rows.size())));
    ImportReport report =
        NativeBills.run(into, new PublishedHistory(), request(card, one, two, one));
    assertThat(report.rejects()).isEmpty();
    // The file that is there twice, and no gap of usage.
    assertThat(report.notes().stream().map(ReadNote::kind))
        .containsExactly(ReadNote.Kind.SUM_DIFFERS);
    assertThat(report.deliveries()).hasSize(1);
    BigDecimal billed = NativeBills.sum(into.charges(), FocusColumn.BILLED_COST);
    assertThat(NativeBills.sum(into.charges(), FocusColumn.EFFECTIVE_COST))
        .isEqualByComparingTo(billed);
    return billed;
  }

  /** A refused record is no part of what the invoice is compared with. */
  @Test
  void what_cannot_be_read_is_refused_and_the_invoice_still_ties() throws IOException {
    ImportReport report =
        run(
            card(invoice("", "100", "0")),
            HEADER
                + gpus("2026-10-05T10:00:00Z", "Reserved", "16,5").replace("16,5", "\"16,5\"")
                + gpus("2026-10-05T11:00:00Z", "Reserved", "")
                + gpus("2026-10-05T12:00:00Z", "Reserved", "16"));

    assertThat(report.rejects().stream().map(reject -> reject.code()))
        .containsExactly(ProblemCode.NOT_A_DECIMAL, ProblemCode.MISSING_VALUE);
    assertThat(report.deliveries().get(0).billedCost()).hasToString("{USD=100}");
  }

  @Test
  void usage_in_json_is_priced_to_its_last_digit() throws IOException {
    String row =
        """
        {"BillingAccountId":"org-1","BillingPeriodStart":"2026-09-30T21:00:00Z",
         "BillingPeriodEnd":"2026-10-31T21:00:00Z","ChargePeriodStart":"2026-10-05T10:00:00Z",
         "ChargePeriodEnd":"2026-10-05T11:00:00Z","SkuId":"%s","PricingCategory":"Reserved",
         "ConsumedQuantity":%s,"ConsumedUnit":"GPU-Hours","RegionName":null,"Tags":{"a":"b"}}
        """;
    ImportReport report =
        NativeBills.run(
            sink,
            new PublishedHistory(),
            request(
                card(),
                file(
                    "usage.json",
                    "["
                        + row.formatted(H100, "16.000000001")
                        + ","
                        + row.formatted("x", 1)
                        + "]")));

    assertThat(report.rejects()).isEmpty();
    assertThat(report.deliveries().get(0).billedCost()).hasToString("{USD=37.60000000235}");
    assertThat(NativeBills.charges(sink).get(0).find(FocusColumn.PRICING_CATEGORY))
        .contains("Committed");
    assertThat(NativeBills.charges(sink).get(1).find(FocusColumn.EFFECTIVE_COST)).isEmpty();
  }

  @Test
  void usage_with_costs_of_its_own_is_not_billed_twice() throws IOException {
    ImportReport report =
        run(
            card(),
            "BilledCost,BillingCurrency,"
                + HEADER
                + "5,USD,"
                + gpus("2026-10-05T10:00:00Z", "Reserved", "16")
                + ",EUR,"
                + gpus("2026-10-05T10:00:00Z", "Reserved", "16")
                + "0,USD,"
                + gpus("2026-10-05T10:00:00Z", "Reserved", "16"));

    assertThat(report.rejects()).hasSize(2);
    assertThat(report.rejects().get(0).message()).contains("a cost of its own");
    assertThat(report.rejects().get(1).message()).contains("in USD");
    assertThat(report.deliveries().get(0).billedCost()).hasToString("{USD=37.6}");
  }

  @Test
  void every_cost_of_a_row_is_its_own_and_list_prices_are_kept() throws IOException {
    String usage = gpus("2026-10-05T10:00:00Z", "Reserved", "16");
    ImportReport report =
        run(
            card(),
            "EffectiveCost,ContractedCost,ListCost,ListUnitPrice,"
                + HEADER
                + "5,,,,"
                + usage
                + ",5,,,"
                + usage
                + "0,0,98.56,6.16,"
                + usage);

    assertThat(report.rejects()).hasSize(2);
    assertThat(report.rejects().stream().map(reject -> reject.field()))
        .containsExactly("EffectiveCost", "ContractedCost");
    assertThat(report.deliveries().get(0).billedCost()).hasToString("{USD=37.6}");
    Charge charge = NativeBills.charges(sink).get(0);
    assertThat(charge.amount(FocusColumn.LIST_COST)).hasToString("Optional[98.56]");
    assertThat(charge.amount(FocusColumn.LIST_UNIT_PRICE)).hasToString("Optional[6.16]");
  }

  @Test
  void usage_without_the_declared_column_of_plans_is_refused() throws IOException {
    RateCard card =
        new RateCard("USD", "x_Contract", List.of(rate(H100, "", "GPU-Hours", "6.16")), List.of());

    ImportReport report = run(card, HEADER + gpus("2026-10-05T10:00:00Z", "Reserved", "16"));

    assertThat(sink.charges()).isEmpty();
    assertThat(report.rejects().get(0).code()).isEqualTo(ProblemCode.MISSING_COLUMN);
    assertThat(report.rejects().get(0).message()).contains("x_Contract");
  }

  @Test
  void a_doubled_column_refuses_the_file() throws IOException {
    ImportReport report =
        run(card(), "sku_id," + HEADER + "a," + gpus("2026-10-05T10:00:00Z", "Reserved", "16"));

    assertThat(sink.charges()).isEmpty();
    assertThat(report.rejects().get(0).code()).isEqualTo(ProblemCode.DUPLICATE_COLUMN);
    assertThat(report.rejects().get(0).message()).contains("SkuId");
  }

  @Test
  void an_invoice_of_an_account_without_usage_is_told() throws IOException {
    ImportReport report =
        run(
            card(invoice("org-l", "100", "0")),
            HEADER + gpus("2026-10-05T10:00:00Z", "Reserved", "16"));

    assertThat(report.deliveries().get(0).billedCost()).hasToString("{USD=37.6}");
    assertThat(report.notes().stream().map(ReadNote::message))
        .anyMatch(text -> text.contains("CW-10") && text.contains("account org-l"));
  }

  /**
   * October in UTC: three hours of October's billing period are missing, three of November's in.
   */
  @Test
  void hours_of_the_next_billing_period_do_not_replace_it() throws IOException {
    List<String> october = month("2026-10-01T00:00:00Z", 744);
    List<String> november = month("2026-11-01T00:00:00Z", 720);
    ImportReport report = run(card(), HEADER + String.join("", october));

    assertThat(billed(report)).containsExactly("{USD=1741.35}");
    assertThat(report.rejects()).hasSize(3);
    assertThat(report.rejects().stream().map(reject -> reject.code()))
        .containsOnly(ProblemCode.INCOMPLETE_SET);
    assertThat(report.notes().stream().map(ReadNote::kind)).contains(ReadNote.Kind.MORE_PAGES);

    ImportReport both =
        NativeBills.run(
            new MemorySink(),
            new PublishedHistory(),
            request(
                card(),
                file("10.csv", HEADER + String.join("", october)),
                file("11.csv", HEADER + String.join("", november))));
    // November's period ends at 22:00 UTC, so two hours are December's.
    assertThat(both.rejects()).hasSize(2);
    assertThat(billed(both)).containsExactlyInAnyOrder("{USD=1741.35}", "{USD=1694.35}");
  }

  private static List<String> billed(ImportReport report) {
    return report.deliveries().stream()
        .filter(of -> of.rowsAccepted() > 0)
        .map(of -> of.billedCost().toString())
        .toList();
  }

  /** Hours of one GPU, each in the billing period that ends at 17:00 in New York. */
  private static List<String> month(String from, int hours) {
    List<String> rows = new ArrayList<>();
    for (int hour = 0; hour < hours; hour++) {
      Instant at = Instant.parse(from).plusSeconds(3600L * hour);
      String row = gpus(at.toString(), "Reserved", "1");
      if (!at.isBefore(Instant.parse("2026-11-30T22:00:00Z"))) {
        row = period(row, "2026-11-30T22:00:00Z", "2026-12-31T22:00:00Z");
      } else if (!at.isBefore(Instant.parse("2026-10-31T21:00:00Z"))) {
        row = period(row, "2026-10-31T21:00:00Z", "2026-11-30T22:00:00Z");
      }
      rows.add(row);
    }
    return rows;
  }

  private static String period(String row, String start, String end) {
    return row.replaceFirst("2026-09-30T21:00:00Z,2026-10-31T21:00:00Z", start + "," + end);
  }

  @Test
  void an_invoice_that_may_be_of_two_accounts_is_refused() throws IOException {
    String rows =
        HEADER
            + hour("org-1", "2026-10-05T10:00:00Z", H100, "Reserved", "1", "GPU-hours")
            + hour("org-2", "2026-10-05T10:00:00Z", H100, "Reserved", "1", "GPU-hours");

    ImportReport report = run(card(invoice("", "100", "0")), rows);

    assertThat(sink.charges()).isEmpty();
    assertThat(report.rejects().get(0).message()).contains("names no account");
    ImportReport named = run(card(invoice("org-2", "100", "0")), rows);
    assertThat(named.deliveries().stream().map(of -> of.billedCost().toString()))
        .containsExactlyInAnyOrder("{USD=2.35}", "{USD=100}");
  }

  /** The invoice comes after the month: the same usage is then another version. */
  @Test
  void a_later_invoice_or_rate_makes_a_new_version_of_the_same_usage() throws IOException {
    PublishedHistory history = new PublishedHistory();
    Path usage = file("1.csv", HEADER + gpus("2026-10-05T10:00:00Z", "Reserved", "16"));
    history.publish(sink, NativeBills.run(sink, history, request(card(), usage)));

    assertThat(
            NativeBills.run(new MemorySink(), history, request(card(), usage))
                .deliveries()
                .get(0)
                .unchanged())
        .isTrue();
    MemorySink later = new MemorySink();
    ImportReport trued =
        NativeBills.run(later, history, request(card(invoice("", "40", "0")), usage));
    assertThat(trued.deliveries().get(0).unchanged()).isFalse();
    assertThat(later.closed().get(0).getDeliveryKind()).isEqualTo("overwrite");
    assertThat(trued.deliveries().get(0).billedCost()).hasToString("{USD=40}");
  }

  @Test
  void without_rates_or_with_two_at_once_nothing_is_priced() {
    assertThatThrownBy(() -> Formats.choice("coreweave", Optional.empty()))
        .isInstanceOf(FormatRefusedException.class)
        .hasMessageContaining("rateCard");
    RateCard.Rate one = rate(H100, "spot", "GPU-Hours", "1");
    assertThatThrownBy(() -> new RateCard("USD", "", List.of(one, one), List.of()))
        .hasMessageContaining("at the same time");
  }

  @Test
  void a_renamed_column_refuses_the_file() throws IOException {
    ImportReport report =
        run(
            card(),
            HEADER.replace("SkuId", "Sku") + gpus("2026-10-05T10:00:00Z", "Reserved", "16"));

    assertThat(sink.charges()).isEmpty();
    assertThat(report.rejects().get(0).message()).contains("SkuId");
  }

  private ImportReport run(RateCard card, String content) throws IOException {
    return NativeBills.run(sink, new PublishedHistory(), request(card, file("usage.csv", content)));
  }

  private static ImportRequest request(RateCard card, Path... files) {
    return ImportRequest.of("s", List.of(files))
        .as(Formats.choice("coreweave", Optional.of(new CoreWeave(card))));
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private String shown() {
    StringBuilder found = new StringBuilder();
    for (Charge charge : NativeBills.charges(sink)) {
      for (FocusColumn column :
          List.of(
              FocusColumn.CHARGE_CATEGORY,
              FocusColumn.PRICING_CATEGORY,
              FocusColumn.BILLED_COST,
              FocusColumn.EFFECTIVE_COST,
              FocusColumn.CONSUMED_QUANTITY,
              FocusColumn.X_DEVICE_MODEL,
              FocusColumn.X_DEVICE_COUNT)) {
        found.append(charge.find(column).map(Object::toString).orElse("-")).append(' ');
      }
      found.append(charge.extra().get("x_CostBasis")).append('\n');
    }
    return found.toString();
  }
}
