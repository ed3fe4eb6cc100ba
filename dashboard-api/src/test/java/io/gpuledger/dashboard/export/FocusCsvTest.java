package io.gpuledger.dashboard.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.allocation.Costs;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.ingest.focus.FocusVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FocusCsvTest {
  private static final Instant START = Instant.parse("2026-10-05T10:00:00Z");
  private static final Instant END = Instant.parse("2026-10-05T11:00:00Z");
  private static final Map<String, FocusColumn> BY_NAME =
      Arrays.stream(FocusColumn.values())
          .collect(Collectors.toMap(FocusColumn::focusName, column -> column));

  @TempDir Path folder;

  private static LedgerCharge charge(Map<String, String> row) {
    Map<FocusColumn, String> texts = new EnumMap<>(FocusColumn.class);
    Map<String, String> extra = new HashMap<>();
    row.forEach(
        (name, text) -> {
          FocusColumn column = BY_NAME.get(name);
          if (column == null) {
            extra.put(name, text);
          } else if (column.kind() == FocusColumn.Kind.COST
              || column.kind() == FocusColumn.Kind.QUANTITY) {
            texts.put(column, Amount.parse(text).toString());
          } else if (column != FocusColumn.TAGS) {
            texts.put(column, text);
          }
        });
    texts.put(FocusColumn.X_PUBLISHER_NAME, row.getOrDefault("PublisherName", ""));
    extra.remove("PublisherName");
    extra.remove("ProviderName");
    return new LedgerCharge(
        "d1", "7", texts, Map.of(FocusColumn.TAGS, Map.of("team", "search")), extra);
  }

  private static ExportShape shape(LedgerCharge... charges) {
    return shape(List.of(), charges);
  }

  private static ExportShape shape(List<String> extra, LedgerCharge... charges) {
    Set<FocusColumn> present = java.util.EnumSet.noneOf(FocusColumn.class);
    for (LedgerCharge charge : charges) {
      for (FocusColumn column : FocusColumn.values()) {
        if (!charge.text(column).isEmpty()) {
          present.add(column);
        }
      }
    }
    return new ExportShape(present, extra, false);
  }

  private static Costs costs(String billed, String effective, String list, String contracted) {
    return new Costs(
        Amount.parse(billed),
        Amount.parse(effective),
        Amount.parse(list),
        Amount.parse(contracted));
  }

  private static LedgerLine line(String state, String holder, long nanos, Costs costs) {
    return line(true, state, holder, nanos, costs);
  }

  private static LedgerLine line(
      boolean exported, String state, String holder, long nanos, Costs costs) {
    Map<LineField, String> fields = new EnumMap<>(LineField.class);
    fields.put(LineField.STATE, state);
    fields.put(LineField.TEAM, holder.equals("-") ? "unattributed" : "search");
    fields.put(LineField.COST_CENTER, "-");
    fields.put(LineField.RULE, holder.equals("-") ? "-" : "pods");
    fields.put(LineField.HOLDER, holder);
    fields.put(LineField.NAMESPACE, holder.equals("-") ? "-" : "search");
    fields.put(LineField.WORKLOAD, holder.equals("-") ? "-" : "train \"0\"");
    return new LedgerLine(exported, START, END, fields, "NVIDIA H100", "p1", nanos, costs);
  }

  /** A machine's hour: a quarter held, the rest not. */
  private static List<LedgerLine> held() {
    return List.of(
        line(
            "productive",
            "pod:search/train",
            900_000_000_001L,
            costs("0.375", "0.375", "0.5", "0.375")),
        line("unallocated", "-", 2_700_000_000_000L, costs("1.125", "1.125", "1.5", "1.125")));
  }

  private List<Map<String, String>> write(
      FocusVersion version, ExportShape shape, LedgerCharge charge, List<LedgerLine> lines)
      throws IOException {
    return CleanBill.read(file(version, shape, charge, lines));
  }

  private Path file(
      FocusVersion version, ExportShape shape, LedgerCharge charge, List<LedgerLine> lines)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    FocusCsv csv = new FocusCsv(FocusLayout.of(version, shape), bytes);
    csv.charge(charge, lines);
    csv.flush();
    return Files.write(folder.resolve("out.csv"), bytes.toByteArray());
  }

  @Test
  void a_charge_of_one_line_that_nobody_holds_stands_as_the_bill_has_it() throws IOException {
    LedgerCharge charge = charge(CleanBill.usage());
    LedgerLine whole = line("not_gpu", "-", 0, costs("1.5", "1.5", "2", "1.5"));

    Map<String, String> row =
        write(FocusVersion.V1_4, shape(List.of("x_LineItemId"), charge), charge, List.of(whole))
            .get(0);

    CleanBill.usage()
        .forEach(
            (name, text) -> {
              if (!name.equals("ProviderName") && !name.equals("PublisherName")) {
                String expected = name.endsWith("Cost") ? Amount.parse(text).toString() : text;
                assertThat(row).as(name).containsEntry(name, expected);
              }
            });
    assertThat(row)
        .containsEntry("x_PublisherName", "Maker")
        .containsEntry("x_SplitOriginId", "d1:7")
        .containsEntry("x_State", "not_gpu")
        .containsEntry("x_Team", "unattributed")
        .containsEntry("x_UsageStart", "2026-10-05T10:00:00Z")
        .containsEntry("x_DeviceModel", "NVIDIA H100")
        .doesNotContainKeys(
            "AllocatedMethodId", "AllocatedMethodDetails", "x_Rule", "x_CostCenter");
  }

  @ParameterizedTest
  @EnumSource(
      value = FocusVersion.class,
      names = {"V1_2", "V1_3", "V1_4"})
  void a_divided_charge_conforms_in_each_release_and_sums_to_the_charge(FocusVersion version)
      throws IOException {
    LedgerCharge charge = charge(CleanBill.usage());

    Path file = file(version, shape(List.of("x_LineItemId"), charge), charge, held());

    assertThat(CleanBill.broken(file, version)).isEmpty();
    List<Map<String, String>> rows = CleanBill.read(file);
    for (String name :
        List.of(
            "BilledCost",
            "EffectiveCost",
            "ListCost",
            "ContractedCost",
            "PricingQuantity",
            "ConsumedQuantity",
            "PricingCurrencyEffectiveCost")) {
      assertThat(sum(rows, name)).as(name).isEqualTo(Amount.parse(CleanBill.usage().get(name)));
    }
    assertThat(rows.get(0))
        .containsEntry("PricingQuantity", "1")
        .containsEntry("ListUnitPrice", "0.5")
        .containsEntry("x_DeviceSeconds", "900.000000001");
  }

  private static Amount sum(List<Map<String, String>> rows, String name) {
    return rows.stream()
        .map(row -> Amount.parse(row.getOrDefault(name, "0")))
        .reduce(Amount.ZERO, Amount::plus);
  }

  @Test
  void the_held_part_names_its_holder_and_the_rest_names_nobody() throws IOException {
    LedgerCharge charge = charge(CleanBill.usage());

    List<Map<String, String>> rows = write(FocusVersion.V1_3, shape(charge), charge, held());

    assertThat(rows.get(0))
        .containsEntry("AllocatedMethodId", "GpuLedger-DeviceTime")
        .containsEntry("AllocatedResourceId", "pod:search/train")
        .containsEntry("AllocatedResourceName", "train \"0\"")
        .containsEntry(
            "AllocatedTags",
            "{\"team\":\"search\",\"namespace\":\"search\",\"workload\":\"train \\\"0\\\"\"}")
        .containsEntry(
            "AllocatedMethodDetails",
            "{\"Elements\":[{\"AllocatedRatio\":0.25,\"UsageUnit\":\"GPU-Seconds\","
                + "\"UsageQuantity\":900.000000001}],\"x_State\":\"productive\","
                + "\"x_Rule\":\"pods\",\"x_PolicyVersion\":\"p1\"}");
    assertThat(rows.get(1))
        .containsEntry("AllocatedMethodId", "GpuLedger-DeviceTime")
        .containsEntry("x_State", "unallocated")
        .doesNotContainKeys("AllocatedResourceId", "AllocatedResourceName", "AllocatedTags");
    assertThat(rows).allSatisfy(row -> assertThat(row).containsEntry("x_SplitOriginId", "d1:7"));
  }

  @Test
  void names_are_those_of_the_release() throws IOException {
    Map<String, String> bill = CleanBill.usage();
    bill.put("InvoiceDetailId", "detail-1");
    LedgerCharge charge = charge(bill);
    ExportShape shape = shape(charge);
    List<LedgerLine> whole = List.of(line("not_gpu", "-", 0, costs("1.5", "1.5", "2", "1.5")));

    assertThat(write(FocusVersion.V1_2, shape, charge, whole).get(0))
        .containsEntry("ProviderName", "Cloud")
        .containsEntry("PublisherName", "Maker")
        .containsEntry("x_HostProviderName", "Cloud")
        .containsEntry("x_InvoiceDetailId", "detail-1")
        .doesNotContainKeys("ServiceProviderName", "HostProviderName", "x_PublisherName");
    assertThat(FocusLayout.of(FocusVersion.V1_2, shape).names())
        .doesNotContain("AllocatedMethodId", "AllocatedTags");
    assertThat(write(FocusVersion.V1_3, shape, charge, whole).get(0))
        .containsEntry("ProviderName", "Cloud")
        .containsEntry("PublisherName", "Maker")
        .containsEntry("ServiceProviderName", "Cloud")
        .containsEntry("HostProviderName", "Cloud")
        .containsEntry("x_InvoiceDetailId", "detail-1");
    assertThat(write(FocusVersion.V1_4, shape, charge, whole).get(0))
        .containsEntry("ServiceProviderName", "Cloud")
        .containsEntry("InvoiceDetailId", "detail-1")
        .containsEntry("x_PublisherName", "Maker")
        .doesNotContainKeys("ProviderName", "PublisherName");
  }

  @Test
  void a_bill_without_publisher_names_who_sells_where_a_release_demands_one() throws IOException {
    Map<String, String> bill = CleanBill.usage();
    bill.remove("PublisherName");
    LedgerCharge charge = charge(bill);

    assertThat(
            write(
                    FocusVersion.V1_2,
                    shape(charge),
                    charge,
                    List.of(line("not_gpu", "-", 0, costs("1.5", "1.5", "2", "1.5"))))
                .get(0))
        .containsEntry("PublisherName", "Cloud");
  }

  @Test
  void a_column_stands_in_the_file_only_where_a_charge_has_it_or_every_file_must() {
    List<String> names =
        FocusLayout.of(
                FocusVersion.V1_4, new ExportShape(Set.of(FocusColumn.REGION_ID), List.of(), false))
            .names();

    assertThat(names)
        .contains("BilledCost", "ChargeClass", "AvailabilityZone", "AllocatedMethodId")
        .contains("RegionId", "RegionName")
        .doesNotContain("BillingAccountType", "PricingCurrency", "ChargeFrequency", "SkuId");
    assertThat(names).doesNotHaveDuplicates();
  }

  @Test
  void what_the_bill_left_out_is_empty_and_never_zero() throws IOException {
    Map<String, String> bill = CleanBill.usage();
    bill.remove("ListCost");
    bill.remove("EffectiveCost");
    bill.remove("ConsumedQuantity");
    LedgerCharge charge = charge(bill);
    List<LedgerLine> lines =
        List.of(
            line("productive", "job:1", 1, costs("1", "0", "0", "1")),
            line("held_idle", "job:1", 1, costs("0.5", "0", "0", "0.5")));

    List<Map<String, String>> rows = write(FocusVersion.V1_4, shape(charge), charge, lines);

    assertThat(rows)
        .hasSize(2)
        .allSatisfy(
            row ->
                assertThat(row)
                    .doesNotContainKeys("ListCost", "EffectiveCost", "ConsumedQuantity"));
    assertThat(Files.readString(folder.resolve("out.csv"), StandardCharsets.UTF_8))
        .doesNotContain(",\"\",");
  }

  @Test
  void a_charge_that_the_file_holds_in_part_tells_no_ratio() throws IOException {
    LedgerCharge charge = charge(CleanBill.usage());
    List<LedgerLine> lines =
        List.of(
            held().get(0),
            line(false, "", "", 2_700_000_000_000L, costs("1.125", "1.125", "1.5", "1.125")));

    List<Map<String, String>> rows = write(FocusVersion.V1_4, shape(charge), charge, lines);

    assertThat(rows).hasSize(1);
    assertThat(rows.get(0))
        .containsEntry("PricingQuantity", "1")
        .containsEntry("BilledCost", "0.375")
        .containsEntry("AllocatedResourceId", "pod:search/train")
        .doesNotContainKey("AllocatedMethodDetails");
  }

  @Test
  void what_contracts_apply_is_divided_as_well() throws IOException {
    Map<String, String> bill = CleanBill.usage();
    bill.put(
        "ContractApplied",
        "{\"Elements\":[{\"ContractId\":\"c\",\"ContractCommitmentId\":\"cc\","
            + "\"ContractCommitmentAppliedCost\":1.5}]}");
    LedgerCharge charge = charge(bill);

    List<Map<String, String>> rows = write(FocusVersion.V1_4, shape(charge), charge, held());

    assertThat(rows.get(0).get("ContractApplied")).contains("AppliedCost\":0.375}");
    assertThat(rows.get(1).get("ContractApplied")).contains("AppliedCost\":1.125}");
  }

  @Test
  void the_division_of_the_bill_stays_where_the_ledger_divides_nothing() throws IOException {
    Map<String, String> bill = CleanBill.usage();
    bill.put("AllocatedMethodId", "cloud-split");
    bill.put("AllocatedResourceId", "pod-of-cloud");
    bill.put("x_SplitOriginId", "cloud-1");
    LedgerCharge charge = charge(bill);
    ExportShape shape = shape(List.of("x_SplitOriginId"), charge);

    assertThat(
            write(
                    FocusVersion.V1_4,
                    shape,
                    charge,
                    List.of(line("not_gpu", "-", 0, costs("1.5", "1.5", "2", "1.5"))))
                .get(0))
        .containsEntry("AllocatedMethodId", "cloud-split")
        .containsEntry("AllocatedResourceId", "pod-of-cloud")
        .containsEntry("x_SplitOriginId", "cloud-1");
    assertThat(write(FocusVersion.V1_4, shape, charge, held()).get(0))
        .containsEntry("AllocatedResourceId", "pod:search/train")
        .containsEntry("x_BillAllocatedResourceId", "pod-of-cloud")
        .containsEntry("x_BillAllocatedMethodId", "cloud-split")
        .containsEntry("x_SplitOriginId", "d1:7")
        .containsEntry("x_BillSplitOriginId", "cloud-1");
  }

  @Test
  void a_column_of_the_bill_never_hides_one_of_the_ledger() {
    List<String> names =
        FocusLayout.of(
                FocusVersion.V1_4,
                new ExportShape(Set.of(), List.of("x_STATE", "x_Team", "x_ProviderName"), false))
            .names();

    assertThat(names).contains("x_State", "x_BillSTATE", "x_BillTeam", "x_ProviderName");
    assertThat(names.stream().map(name -> name.toLowerCase(java.util.Locale.ROOT)))
        .doesNotHaveDuplicates();
    assertThat(
            FocusLayout.of(
                    FocusVersion.V1_3, new ExportShape(Set.of(), List.of("x_ProviderName"), false))
                .names())
        .contains("ProviderName")
        .doesNotContain("x_ProviderName");
  }

  /** What a bill says of the whole charge, less the own part, would be what the others bear. */
  @Test
  void a_reader_of_some_teams_is_not_told_the_whole_of_a_charge_that_others_share()
      throws IOException {
    Map<String, String> bill = CleanBill.usage();
    bill.put("x_BilledCostInUsd", "1.5");
    bill.put("ContractApplied", "{\"Elements\":[{\"ContractCommitmentAppliedCost\":\"1.5\"}]}");
    LedgerCharge charge = charge(bill);
    ExportShape all = shape(List.of("x_BilledCostInUsd"), charge);
    ExportShape some = new ExportShape(all.present(), all.extra(), true);
    List<LedgerLine> others =
        List.of(held().get(0), line(false, "-", "-", 0, costs("1.125", "1.125", "1.5", "1.125")));

    assertThat(write(FocusVersion.V1_4, all, charge, others).get(0))
        .containsEntry("x_BilledCostInUsd", "1.5");
    Map<String, String> own = write(FocusVersion.V1_4, some, charge, others).get(0);
    assertThat(own).containsEntry("BilledCost", "0.375");
    assertThat(own.getOrDefault("x_BilledCostInUsd", "")).isEmpty();
    assertThat(own.getOrDefault("ContractApplied", "")).isEmpty();
    assertThat(write(FocusVersion.V1_4, some, charge, held()).get(0))
        .containsEntry("x_BilledCostInUsd", "1.5");
  }

  @Test
  void a_contract_of_absurd_digits_stands_as_it_is() {
    String text = "{\"Elements\":[{\"ContractCommitmentAppliedCost\":1e99999999}]}";

    List<String> parts = ContractParts.divided(text, List.of(BigInteger.ONE, BigInteger.TWO));

    assertThat(parts).hasSize(2).allSatisfy(part -> assertThat(part).hasSizeLessThan(200));
  }

  @Test
  void lines_that_do_not_sum_to_their_charge_are_refused() {
    LedgerCharge charge = charge(CleanBill.usage());

    assertThatThrownBy(
            () ->
                write(
                    FocusVersion.V1_4,
                    shape(charge),
                    charge,
                    List.of(
                        line("not_gpu", "-", 0, costs("1.499999999999999999", "1.5", "2", "1.5")))))
        .hasMessageContaining("charge d1:7")
        .hasMessageContaining("BilledCost 1.499999999999999999")
        .hasMessageContaining("the charge has 1.5");
  }

  @Test
  void any_division_sums_to_the_charge_in_costs_quantities_and_ratios() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      int parts = 1 + random.nextInt(12);
      List<BigInteger> weights = new ArrayList<>();
      for (int i = 0; i < parts; i++) {
        weights.add(BigInteger.valueOf(1 + random.nextInt(1_000_000)));
      }
      boolean zero = random.nextInt(5) == 0;
      Map<String, String> bill = CleanBill.usage();
      for (String name : List.of("BilledCost", "EffectiveCost", "ListCost", "ContractedCost")) {
        bill.put(name, zero ? "0" : amount(random));
      }
      bill.put("PricingQuantity", amount(random));
      bill.put("ConsumedQuantity", amount(random));
      LedgerCharge charge = charge(bill);
      Costs whole =
          costs(
              bill.get("BilledCost"),
              bill.get("EffectiveCost"),
              bill.get("ListCost"),
              bill.get("ContractedCost"));
      List<LedgerLine> lines =
          whole.split(weights).stream()
              .map(part -> line("productive", "job:1", random.nextInt(3), part))
              .toList();

      List<Map<String, String>> rows = write(FocusVersion.V1_4, shape(charge), charge, lines);

      for (String name :
          List.of("BilledCost", "EffectiveCost", "PricingQuantity", "ConsumedQuantity")) {
        assertThat(sum(rows, name))
            .as("seed %d round %d %s", seed, round, name)
            .isEqualTo(Amount.parse(bill.get(name)));
      }
      ChargeShares shares = ChargeShares.of(charge, lines);
      Amount ratios = Amount.ZERO;
      for (int i = 0; i < lines.size(); i++) {
        ratios = ratios.plus(shares.ratio(i));
      }
      assertThat(ratios).as("seed %d", seed).isEqualTo(Amount.of(1));
    }
  }

  private static String amount(Random random) {
    BigInteger unscaled = new BigInteger(20 + random.nextInt(60), random);
    return Amount.ofUnscaled(random.nextBoolean() ? unscaled : unscaled.negate()).toString();
  }
}
