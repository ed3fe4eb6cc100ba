package io.gpuledger.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.gpuledger.cost.charge.Charge;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.charge.Scope;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.focus.ReadNote;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bills of RunPod, Modal, Vast.ai, Together, Pinecone and Zilliz. */
class PlatformBillTest {
  private static final String PODS =
      """
      [{'amount':12.345678901234567,'diskSpaceBilledGB':50,'gpuTypeId':'NVIDIA H100 80GB HBM3',
        'podId':'pod-1','time':'2026-10-05T00:00:00Z','timeBilledMs':5400000},
       {'amount':0.1,'diskSpaceBilledGB':0,'gpuTypeId':'NVIDIA H100 80GB HBM3',
        'podId':'pod-2','time':'2026-10-05T00:00:00Z','timeBilledMs':1000}]
      """;

  private static final String ENDPOINTS =
      """
      [{'amount':1.5,'diskSpaceBilledGb':10,'endpointId':'ep-1','time':'2026-10-05T00:00:00Z',
        'timeBilledMs':3600000}]
      """;

  private static final String VOLUMES =
      """
      [{'amount':0.8166,'diskSpaceBilledGb':8400,'time':'2026-10-05T00:00:00Z'}]
      """;

  private static final String MODAL =
      """
      [{'object_id':'ap-1','description':'h200-bench','environment_name':'main',
        'interval_start':'2026-10-05T00:00:00+00:00','cost':'3.10000000',
        'tags':{'team':'vision'},'cost_by_resource':{'cpu':'0.25','memory':'0.05','H100':'2.7'}},
       {'object_id':'ap-2','description':'notebook','environment_name':'dev',
        'interval_start':'2026-10-05T00:00:00+00:00','cost':'1','tags':{},
        'cost_by_resource':{'A10G':'0.75','cpu':'0.2'}},
       {'object_id':'ap-3','description':'bare','environment_name':'main',
        'interval_start':'2026-10-05T00:00:00+00:00','cost':'0.000000001','tags':{}}]
      """;

  private static final String INVOICES =
      """
      [{'type':'charge','description':'Instance 123 GPU charge: hours * $/hr',
        'timestamp':1790820000,'quantity':'10.500','rate':'0.1000','amount':'1.050',
        'instance_id':123},
       {'type':'charge','description':'Instance 123 storage charge: GB','timestamp':1790820000,
        'quantity':'7','rate':'0.01','amount':'0.07','instance_id':123},
       {'type':'payment','description':'Credit card','timestamp':1790820000,'quantity':'',
        'rate':'','amount':'-50.00','instance_id':null}]
      """;

  private static final String CHARGES =
      """
      {'success':true,'count':2,'total':2,'next_token':null,'results':[
       {'type':'instance','source':'instance-312','start':1791158400,'end':1791244800,
        'amount':11.5,'description':'2x RTX 4090','metadata':{'label':'train'},
        'items':[{'type':'gpu','amount':10},{'type':'disk','amount':'1.5'}]},
       {'type':'volume','source':'volume-7','start':1791158400,'end':1791244800,'amount':0.5,
        'items':[]}]}
      """;

  private static final String TOGETHER =
      """
      {'organization_id':'org-1','windows':[
       {'start_time':'2026-10-05T00:00:00Z','end_time':'2026-10-06T00:00:00Z','line_items':[
        {'product_name':'Llama 3.3 70B input','project_id':'p-1','unit':'1M tokens',
         'quantity':2.5,'unit_price':0.88,'cost':2.2},
        {'product_name':'H100 endpoint','project_id':'p-1','unit':'minutes','quantity':60,
         'cost':3.36}]},
       {'start_time':'2026-10-06T00:00:00Z','end_time':'2026-10-07T00:00:00Z','line_items':[
        {'product_name':'Credit','project_id':null,'cost':-0.5}]}]}
      """;

  private static final String PINECONE =
      """
      Date,Project,Service,Index,SKU,Quantity,Unit,Cost,Tags
      2026-10-05,search,Database,docs,Read Units - AWS us-east-1,250000,RU,4.00,"{""team"":""rag""}"
      2026-10-05,search,Database,docs,Write Units,0.5,1M write units,2.00,
      2026-10-05,search,Database,docs,Storage,24.25,GB-hours,0.0110959,
      2026-10-05,search,Inference,,Embedding Tokens multilingual-e5-large,1000000,,0.08,
      2026-10-05,search,Inference,,Rerank,12,requests,0.024,
      2026-10-05,search,Assistant,,Minimum usage,1,,21.5,
      """;

  private static final String ZILLIZ =
      """
      {'code':0,'data':{'results':[
       {'intervalStart':'2026-10-05T00:00:00Z','intervalEnd':'2026-10-06T00:00:00Z',
        'projectId':'proj-1','projectName':'rag','clusterId':'in01-1','clusterName':'docs',
        'regionId':'aws-us-east-1','costType':'CU','unitPrice':'0.1590000000',
        'quantity':'24.0000000000','amount':'3.8160000000'},
       {'intervalStart':'2026-10-05T00:00:00Z','intervalEnd':'2026-10-06T00:00:00Z',
        'projectId':'proj-1','projectName':'rag','clusterId':'in01-1','clusterName':'docs',
        'regionId':'aws-us-east-1','costType':'STORAGE','unit':'GB-hour',
        'quantity':'1.2345678901','amount':'0.0000000001'}]}}
      """;

  @TempDir private Path directory;
  private final MemorySink sink = new MemorySink();
  private int files;

  private Path file(String text) throws IOException {
    boolean json = text.startsWith("[") || text.startsWith("{");
    Path path = directory.resolve(files++ + (json ? ".json" : ".csv"));
    return Files.writeString(path, json ? text.replace('\'', '"') : text);
  }

  private ImportReport run(String... texts) throws IOException {
    List<Path> paths = new ArrayList<>();
    for (String text : texts) {
      paths.add(file(text));
    }
    return NativeBills.run(sink, DeliveryHistory.EMPTY, paths.toArray(Path[]::new));
  }

  /** Resource, category, billed, consumed, unit, device, part. */
  private String charges() {
    return NativeBills.charges(sink).stream()
        .map(
            charge ->
                String.join(
                        " | ",
                        of(charge, FocusColumn.RESOURCE_ID),
                        of(charge, FocusColumn.CHARGE_CATEGORY),
                        charge.billedCost().toString(),
                        of(charge, FocusColumn.CONSUMED_QUANTITY),
                        of(charge, FocusColumn.CONSUMED_UNIT),
                        of(charge, FocusColumn.X_DEVICE_MODEL),
                        charge.extra().getOrDefault("x_CostPart", "-"))
                    + "\n")
        .collect(Collectors.joining());
  }

  private static String of(Charge charge, FocusColumn column) {
    return charge.find(column).map(Object::toString).orElse("-");
  }

  private static void ties(ImportReport report, String word, String total) {
    assertThat(report.rejects()).isEmpty();
    assertThat(report.deliveries()).allMatch(delivery -> delivery.format().equals(word));
    BigDecimal told =
        report.deliveries().stream()
            .map(delivery -> new BigDecimal(delivery.nativeBilledCost().get("USD")))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal billed =
        report.deliveries().stream()
            .map(delivery -> delivery.billedCost().get("USD").toBigDecimal())
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(told).isEqualByComparingTo(total);
    assertThat(billed).isEqualByComparingTo(total);
  }

  @Test
  void pods_endpoints_and_volumes_of_runpod_are_one_day_with_either_spelling() throws IOException {
    ImportReport report = run(PODS, ENDPOINTS, VOLUMES);

    ties(report, "runpod", "14.762278901234567");
    assertThat(charges())
        .isEqualTo(
            """
            pod-1 | Usage | 12.345678901234567 | 1.5 | Hours | NVIDIA H100 | -
            pod-2 | Usage | 0.1 | 0.000277777777777778 | Hours | NVIDIA H100 | -
            ep-1 | Usage | 1.5 | 1 | Hours | - | -
            - | Usage | 0.8166 | 8400 | GB-Hours | - | -
            """);
    assertThat(report.deliveries()).hasSize(1);
    assertThat(report.deliveries().get(0).scope().kind()).isEqualTo(Scope.Kind.ACCOUNT_DAY);
  }

  @Test
  void buckets_are_hours_where_one_of_the_file_begins_within_a_day() throws IOException {
    run(PODS.replaceFirst("05T00:00", "05T01:00"));

    assertThat(
            sink.charges().stream()
                .map(charge -> of(charge, FocusColumn.CHARGE_PERIOD_END))
                .sorted())
        .containsExactly("2026-10-05T01:00:00Z", "2026-10-05T02:00:00Z");
  }

  @Test
  void devices_and_pods_of_one_day_are_the_same_money_and_refuse_the_set() throws IOException {
    ImportReport report = run(PODS, PODS.replaceAll("'podId':'pod-\\d',", ""));

    assertThat(sink.charges()).isEmpty();
    assertThat(report.rejects()).hasSize(1);
    assertThat(report.rejects().get(0).location().input()).isEqualTo("1.json");
    assertThat(report.rejects().get(0).message()).contains("2026-10-05", "twice");
  }

  @Test
  void the_parts_of_a_pod_of_version_2_and_what_is_left_come_to_its_total() throws IOException {
    ImportReport report =
        run(
            """
            {'records':[{'podId':'pod-1','time':'2026-10-05T00:00:00Z','gpuAmount':2.5,
             'cpuAmount':0,'diskAmount':0.25,'totalAmount':2.76,'timeBilledMs':3600000}],
             'metadata':{'bucketSize':'day','totalAmount':2.76}}
            """);

    ties(report, "runpod", "2.76");
    assertThat(charges())
        .isEqualTo(
            """
            pod-1 | Usage | 2.5 | 1 | Hours | - | gpu
            pod-1 | Usage | 0.25 | - | - | - | disk
            pod-1 | Adjustment | 0.01 | - | - | - | remainder
            """);
  }

  @Test
  void a_bucket_of_a_month_is_refused() throws IOException {
    ImportReport report =
        run(
            "{'records':[{'podId':'p','time':'2026-10-01T00:00:00Z','totalAmount':1}],"
                + "'metadata':{'bucketSize':'month'}}");

    assertThat(report.rejects().stream().map(Problem::code))
        .containsExactly(ProblemCode.NOT_ALLOWED_VALUE);
    assertThat(report.rejects().get(0).message()).contains("month", "hours or days");
  }

  @Test
  void a_row_of_modal_is_told_by_resource_and_names_that_people_gave_are_no_device()
      throws IOException {
    ImportReport report = run(MODAL);

    ties(report, "modal", "4.100000001");
    assertThat(charges())
        .isEqualTo(
            """
            ap-1 | Usage | 0.25 | - | - | - | cpu
            ap-1 | Usage | 0.05 | - | - | - | memory
            ap-1 | Usage | 2.7 | - | - | NVIDIA H100 | H100
            ap-1 | Adjustment | 0.1 | - | - | - | remainder
            ap-2 | Usage | 0.75 | - | - | NVIDIA A10G | A10G
            ap-2 | Usage | 0.2 | - | - | - | cpu
            ap-2 | Adjustment | 0.05 | - | - | - | remainder
            ap-3 | Usage | 0.000000001 | - | - | - | -
            """);
    assertThat(of(sink.charges().get(0), FocusColumn.TAGS)).contains("vision");
  }

  @Test
  void lines_of_vast_begin_their_hours_before_and_payments_are_no_costs() throws IOException {
    ImportReport report = run(INVOICES);

    ties(report, "vast", "1.12");
    assertThat(charges())
        .isEqualTo(
            """
            123 | Usage | 1.05 | 10.5 | Hours | - | -
            123 | Usage | 0.07 | - | - | - | -
            - | Adjustment | 0 | - | - | - | -
            """);
    Charge first = NativeBills.charges(sink).get(0);
    // 1790820000 is 2026-10-01T02:00Z: the hours began in September, the bill is October's.
    assertThat(of(first, FocusColumn.CHARGE_PERIOD_START)).isEqualTo("2026-09-30T15:30:00Z");
    assertThat(of(first, FocusColumn.CHARGE_PERIOD_END)).isEqualTo("2026-10-01T02:00:00Z");
    assertThat(of(first, FocusColumn.BILLING_PERIOD_START)).isEqualTo("2026-10-01T00:00:00Z");
    assertThat(report.deliveries()).hasSize(1);
  }

  @Test
  void lines_of_vast_bill_whatever_the_case_of_their_type_and_unknown_types_are_refused()
      throws IOException {
    ImportReport report = run(INVOICES.replaceFirst("'charge'", "' Charge'"));

    ties(report, "vast", "1.12");
    MemorySink unknown = new MemorySink();
    ImportReport refused =
        NativeBills.run(
            unknown, DeliveryHistory.EMPTY, file(INVOICES.replaceFirst("'charge'", "'fee'")));
    assertThat(refused.rejects().stream().map(Problem::code))
        .containsExactly(ProblemCode.NOT_ALLOWED_VALUE);
    assertThat(refused.rejects().get(0).field()).isEqualTo("type");
    assertThat(NativeBills.sum(unknown.charges(), FocusColumn.BILLED_COST))
        .isEqualByComparingTo("0.07");
  }

  @Test
  void a_description_of_blanks_without_end_is_read_at_once() {
    String blanks = "Instance 1" + " ".repeat(200_000) + "x";

    ImportReport report =
        assertTimeoutPreemptively(
            Duration.ofSeconds(60),
            () -> run(INVOICES.replace("Instance 123 storage charge: GB", blanks)));

    ties(report, "vast", "1.12");
  }

  @Test
  void a_charge_of_vast_is_of_the_month_in_which_it_ends() throws IOException {
    // From 30 September to 2 October, and to midnight of 1 November.
    ImportReport report =
        run(
            CHARGES
                .replaceFirst("1791158400,'end':1791244800", "1790726400,'end':1790899200")
                .replaceFirst("1791158400,'end':1791244800", "1793404800,'end':1793491200"));

    ties(report, "vast", "12");
    assertThat(report.deliveries()).hasSize(1);
    assertThat(NativeBills.charges(sink))
        .allMatch(
            charge -> of(charge, FocusColumn.BILLING_PERIOD_START).equals("2026-10-01T00:00:00Z"));
    assertThat(report.notes()).isEmpty();
    // Half a day into November, and with it a delivery of November.
    ImportReport two =
        NativeBills.run(
            new MemorySink(),
            DeliveryHistory.EMPTY,
            file(CHARGES),
            file(CHARGES.replaceAll("1791158400,'end':1791244800", "1793448000,'end':1793534400")));
    assertThat(two.deliveries()).hasSize(2);
    assertThat(two.notes().stream().map(ReadNote::kind)).containsExactly(ReadNote.Kind.MORE_PAGES);
    assertThat(two.notes().get(0).message()).contains("2026-10, 2026-11");
  }

  @Test
  void names_that_lost_are_kept_and_a_part_named_remainder_is_not_lost() throws IOException {
    ImportReport report =
        run(
            """
            [{'object_id':'ap-1','environment_name':'main','environment':'eu','cost':'3',
              'interval_start':'2026-10-05T00:00:00Z','cost_by_resource':{'cpu':'1','remainder':'1.5'}},
             {'object_id':'ap-2','environment_name':'','environment':'us','cost':'1',
              'interval_start':'2026-10-05T00:00:00Z','cost_by_resource':{}}]
            """);

    ties(report, "modal", "4");
    assertThat(
            NativeBills.charges(sink).stream()
                .map(
                    charge ->
                        of(charge, FocusColumn.SUB_ACCOUNT_ID)
                            + " "
                            + charge.extra().getOrDefault("x_environment", "-")
                            + " "
                            + charge.billedCost()))
        .containsExactly("main eu 1", "main eu 2", "us - 1");
  }

  @Test
  void list_prices_are_no_contracted_ones_and_of_two_units_the_first_of_the_table_counts()
      throws IOException {
    ImportReport report =
        run(
            """
            Date,Project,SKU,Quantity,List Price,Unit Price,Cost
            2026-10-05,search,Write Units and Read Units of tokens,5,0.5,0.4,2
            2026-10-05,search,Read Units,5,0.3,,1.5
            """);

    ties(report, "pinecone", "3.5");
    assertThat(
            NativeBills.charges(sink).stream()
                .map(
                    charge ->
                        of(charge, FocusColumn.CONSUMED_UNIT)
                            + " "
                            + of(charge, FocusColumn.LIST_UNIT_PRICE)
                            + " "
                            + of(charge, FocusColumn.CONTRACTED_UNIT_PRICE)))
        .containsExactly("Read Units 0.5 0.4", "Read Units 0.3 -");
  }

  @Test
  void charges_of_vast_are_told_by_item() throws IOException {
    ImportReport report = run(CHARGES);

    ties(report, "vast", "12");
    assertThat(charges())
        .contains("instance-312 | Usage | 10 | - | - |")
        .contains("| gpu\n", "instance-312 | Usage | 1.5 | - | - |", "volume-7 | Usage | 0.5 ");
    assertThat(run(CHARGES.replace("'next_token':null", "'next_token':'abc'")).notes())
        .extracting(ReadNote::kind)
        .containsExactly(ReadNote.Kind.MORE_PAGES);
  }

  @Test
  void line_items_of_together_have_the_time_of_their_window_and_units_one_by_one()
      throws IOException {
    ImportReport report = run(TOGETHER);

    ties(report, "together", "5.06");
    assertThat(charges())
        .isEqualTo(
            """
            - | Usage | 2.2 | 2500000 | Tokens | - | -
            - | Usage | 3.36 | 60 | Minutes | NVIDIA H100 | -
            - | Adjustment | -0.5 | - | - | - | -
            """);
    assertThat(report.deliveries()).hasSize(2);
    assertThat(of(NativeBills.charges(sink).get(0), FocusColumn.PRICING_UNIT))
        .isEqualTo("1000000 Tokens");
  }

  @Test
  void units_of_pinecone_are_those_of_the_table_or_none() throws IOException {
    ImportReport report = run(PINECONE);

    ties(report, "pinecone", "27.6150959");
    assertThat(
            NativeBills.charges(sink).stream()
                .map(
                    charge ->
                        of(charge, FocusColumn.CONSUMED_QUANTITY)
                            + " "
                            + of(charge, FocusColumn.CONSUMED_UNIT)
                            + " / "
                            + of(charge, FocusColumn.PRICING_QUANTITY)
                            + " "
                            + of(charge, FocusColumn.PRICING_UNIT)))
        .containsExactly(
            "250000 Read Units / 250000 Read Units",
            "500000 Write Units / 0.5 1000000 Write Units",
            "24.25 GB-Hours / 24.25 GB-Hours",
            "1000000 Tokens / 1000000 Tokens",
            "12 Requests / 12 Requests",
            "- - / - -");
    assertThat(of(sink.charges().get(0), FocusColumn.TAGS)).contains("rag");
  }

  @Test
  void the_export_of_pinecone_is_focus_and_keeps_its_units() throws IOException {
    String head =
        "BilledCost,EffectiveCost,ListCost,ContractedCost,BillingAccountId,BillingCurrency,"
            + "BillingPeriodStart,BillingPeriodEnd,ChargePeriodStart,ChargePeriodEnd,"
            + "ChargeCategory,ServiceProviderName,ConsumedQuantity,ConsumedUnit,PricingQuantity,"
            + "PricingUnit,x_Index\n";
    String row =
        "%s,%s,%s,%s,org-1,USD,2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,2026-10-05T00:00:00Z,"
            + "2026-10-06T00:00:00Z,Usage,Pinecone,%s,%s,%s,%s,docs\n";

    ImportReport report =
        run(
            head
                + row.formatted(
                    "4", "4", "4", "4", "250000", "Read Units", "0.25", "1000000 Read Units")
                + row.formatted(
                    "0.08", "0.08", "0.08", "0.08", "1000000", "Tokens", "1", "1000000 Tokens")
                + row.formatted(
                    "0.01", "0.01", "0.01", "0.01", "24.25", "GB-Hours", "24.25", "GB-Hours"));

    assertThat(report.rejects()).isEmpty();
    assertThat(report.deliveries().get(0).format()).startsWith("focus");
    assertThat(
            NativeBills.charges(sink).stream()
                .map(
                    charge ->
                        of(charge, FocusColumn.CONSUMED_QUANTITY)
                            + " "
                            + of(charge, FocusColumn.CONSUMED_UNIT)))
        .containsExactly("250000 Read Units", "1000000 Tokens", "24.25 GB-Hours");
  }

  @Test
  void the_report_of_modal_as_csv_is_the_same() throws IOException {
    ImportReport report =
        run(
            """
            Object ID,Description,Environment,Interval Start,Cost
            ap-1,bench,main,2026-10-05T03:00:00,0.123456789
            """);

    ties(report, "modal", "0.123456789");
    assertThat(of(sink.charges().get(0), FocusColumn.SUB_ACCOUNT_ID)).isEqualTo("main");
    assertThat(of(sink.charges().get(0), FocusColumn.CHARGE_PERIOD_END))
        .isEqualTo("2026-10-05T04:00:00Z");
  }

  @Test
  void ten_decimals_of_zilliz_stay_exact() throws IOException {
    ImportReport report = run(ZILLIZ);

    ties(report, "zilliz", "3.8160000001");
    assertThat(charges())
        .isEqualTo(
            """
            in01-1 | Usage | 3.816 | 24 | CU-Hours | - | -
            in01-1 | Usage | 0.0000000001 | 1.2345678901 | GB-Hours | - | -
            """);
  }

  @Test
  void every_column_is_that_of_the_golden_file() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String bill : List.of(PODS, MODAL, INVOICES, CHARGES, TOGETHER, PINECONE, ZILLIZ)) {
      MemorySink one = new MemorySink();
      ImportReport report = NativeBills.run(one, DeliveryHistory.EMPTY, file(bill));
      text.append("== ").append(report.deliveries().get(0).format()).append('\n');
      text.append(NativeBills.text(NativeBills.charges(one), true));
    }
    assertThat(text.toString()).isEqualTo(NativeBills.golden("platforms.txt"));
  }

  @Test
  void a_month_of_hours_ties_to_its_amounts_and_a_day_read_again_replaces_itself()
      throws IOException {
    Random random = new Random(20_261_001);
    List<String> records = new ArrayList<>();
    BigDecimal total = BigDecimal.ZERO;
    BigDecimal last = BigDecimal.ZERO;
    for (int hour = 0; hour < 31 * 24; hour++) {
      for (int pod = 0; pod < 4; pod++) {
        BigDecimal amount = BigDecimal.valueOf(random.nextLong(1_000_000_000_000L), 13);
        total = total.add(amount);
        last = hour >= 30 * 24 ? last.add(amount) : last;
        records.add(
            "{'amount':%s,'podId':'pod-%d','time':'2026-10-%02dT%02d:00:00Z','timeBilledMs':%d}"
                .formatted(
                    amount.toPlainString(),
                    pod,
                    1 + hour / 24,
                    hour % 24,
                    random.nextInt(3_600_000)));
      }
    }
    PublishedHistory history = new PublishedHistory();
    Path month = file("[" + String.join(",\n", records) + "]");
    ImportReport first = NativeBills.run(sink, history, month);
    history.publish(sink, first);
    ties(first, "runpod", total.toPlainString());
    assertThat(first.deliveries()).hasSize(31);

    MemorySink second = new MemorySink();
    List<String> day = new ArrayList<>(records.subList(30 * 24 * 4, records.size()));
    day.add("{'amount':7,'podId':'late','time':'2026-10-31T23:00:00Z','timeBilledMs':1}");
    ImportReport again = NativeBills.run(second, history, file("[" + String.join(",", day) + "]"));

    ties(again, "runpod", last.add(BigDecimal.valueOf(7)).toPlainString());
    assertThat(second.closed()).hasSize(1);
    assertThat(second.closed().get(0).getSequence()).isEqualTo(2);
    assertThat(second.closed().get(0).getDeliveryKind()).isEqualTo("overwrite");
    MemorySink third = new MemorySink();
    history.publish(second, again);
    ImportReport whole = NativeBills.run(third, history, month);
    // The last day alone has changed since, and is the month's again.
    ties(whole, "runpod", total.toPlainString());
    assertThat(NativeBills.sum(third.charges(), FocusColumn.BILLED_COST))
        .isEqualByComparingTo(last);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'amount':0.1|'amount':'0,1'|NOT_A_DECIMAL",
        "'amount':0.1,||MISSING_VALUE",
        "'timeBilledMs':1000|'timeBilledMs':'x'|NOT_A_DECIMAL",
        "'timeBilledMs':1000|'timeBilledMs':-5|NOT_A_DECIMAL",
        "'podId':'pod-2','time':'2026-10-05T00:00:00Z'|'podId':'pod-2','time':'x'|NOT_A_TIME"
      })
  void a_faulty_record_is_refused_alone(String good, String bad, ProblemCode code)
      throws IOException {
    ImportReport report = run(PODS.replace(good, bad == null ? "" : bad));

    assertThat(report.rejects().stream().map(Problem::code)).containsExactly(code);
    assertThat(NativeBills.sum(sink.charges(), FocusColumn.BILLED_COST))
        .isEqualByComparingTo("12.345678901234567");
  }

  @Test
  void an_answer_that_ends_too_early_leaves_everything_as_it_was() throws IOException {
    ImportReport report = run(ZILLIZ.substring(0, ZILLIZ.length() - 10));

    assertThat(sink.charges()).isEmpty();
    assertThat(report.rejects()).isNotEmpty();
  }

  @Test
  void a_renamed_column_is_told_by_name() throws IOException {
    ImportReport report = run(PINECONE.replace(",Cost,", ",Kosten,"));

    assertThat(sink.charges()).isEmpty();
    assertThat(report.rejects().get(0).message()).contains("pinecone", "cost");
  }
}
