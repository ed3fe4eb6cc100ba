package io.gpuledger.ingest.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.ingest.focus.FocusVersion;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules over many rows and over the files of one command. */
class CrossFileTest {
  @TempDir private Path folder;

  private Path file(String name, SoundFile file) throws IOException {
    return file.write(folder.resolve(name));
  }

  private static SoundFile charges() {
    return SoundFile.charges(FocusVersion.V1_4);
  }

  private static String applied(String contract, String commitment) {
    return "{\"Elements\":[{\"ContractId\":\""
        + contract
        + "\",\"ContractCommitmentId\":\""
        + commitment
        + "\",\"ContractCommitmentAppliedCost\":1}]}";
  }

  private static String ratio(String ratio) {
    return "{\"Elements\":[{\"AllocatedRatio\":" + ratio + "}]}";
  }

  @Test
  void a_price_belongs_to_one_sku_over_all_files() throws IOException {
    Path first = file("a.csv", charges().row());
    Path second = file("b.csv", charges().row().row("SkuId", "SKU-2"));

    ConformanceReport report = SoundFile.check(first, second);

    assertThat(SoundFile.broken(report)).containsExactly("SkuPriceId-OneSkuId");
    assertThat(report.rules().get(0).findings().get(0).place()).startsWith("b.csv:3:");
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 0.3, 0.2, true",
    "0.333333, 0.333333, 0.333334, true",
    "0.33333, 0.33333, 0.33333, true",
    "0.5, 0.3, 0.3, false",
    "0.5, 0.3, 0.1, false",
    // Two origins that cannot be told apart.
    "1, 0.5, 0.5, true",
  })
  void shares_of_a_split_charge_sum_to_one(String a, String b, String c, boolean sound)
      throws IOException {
    SoundFile file = charges();
    for (String ratio : new String[] {a, b, c}) {
      file.row(
          "AllocatedMethodId",
          "even",
          "AllocatedResourceId",
          "pod-" + ratio,
          "AllocatedMethodDetails",
          ratio(ratio));
    }

    ConformanceReport report = SoundFile.check(file("a.csv", file));

    assertThat(SoundFile.broken(report).contains("AllocatedMethodDetails-RatioSum"))
        .isEqualTo(!sound);
  }

  @Test
  void a_named_origin_has_shares_of_one_and_its_own_cost() throws IOException {
    SoundFile file = charges().with("x_SplitOriginId").with("x_SplitOriginCost");
    for (String origin : new String[] {"sound", "twice", "twice", "dear"}) {
      file.row(
          "AllocatedMethodId",
          "even",
          "AllocatedResourceId",
          "pod",
          "AllocatedMethodDetails",
          ratio("1"),
          "x_SplitOriginId",
          origin,
          "x_SplitOriginCost",
          origin.equals("dear") ? "1.6" : origin.equals("twice") ? "3" : "1.5");
    }

    ConformanceReport report = SoundFile.check(file("a.csv", file));

    assertThat(SoundFile.broken(report))
        .containsExactly("AllocatedMethodDetails-RatioSum", "x_SplitOriginCost-Sum");
    assertThat(SoundFile.rule(report, "AllocatedMethodDetails-RatioSum").findings().get(0).line())
        .isEqualTo(3);
    assertThat(SoundFile.rule(report, "x_SplitOriginCost-Sum").findings().get(0).line())
        .isEqualTo(5);
  }

  @Test
  void a_reference_to_no_commitment_is_an_orphan() throws IOException {
    Path charges =
        file(
            "charges.csv",
            charges()
                .row("ContractApplied", applied("C-1", "CC-1"))
                .row("ContractApplied", applied("C-1", "CC-9"))
                .row("ContractApplied", applied("C-2", "CC-1")));
    Path commitments = file("commitments.csv", SoundFile.commitments().row());

    ConformanceReport alone = SoundFile.check(charges);
    ConformanceReport both = SoundFile.check(charges, commitments);

    assertThat(alone.rules()).isEmpty();
    assertThat(alone.notes()).singleElement().asString().contains("no Contract Commitment file");
    assertThat(SoundFile.broken(both))
        .containsExactly("ContractApplied-ContractReference", "ContractApplied-Reference");
    assertThat(SoundFile.rule(both, "ContractApplied-Reference").findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.place()).startsWith("charges.csv:3:");
              assertThat(finding.message()).contains("CC-9");
            });
    assertThat(both.files().get(0).must()).isEqualTo(2);
  }

  @Test
  void a_file_of_other_contracts_is_told_once_and_not_as_orphans() throws IOException {
    Path ours = file("ours.csv", charges().row("ContractApplied", applied("C-1", "CC-1")));
    Path theirs =
        file(
            "theirs.csv",
            charges()
                .row("ContractApplied", applied("D-1", "DD-1"))
                .row("ContractApplied", applied("D-1", "DD-2")));
    Path commitments = file("commitments.csv", SoundFile.commitments().row());

    ConformanceReport report = SoundFile.check(commitments, ours, theirs);

    assertThat(report.rules()).isEmpty();
    assertThat(report.notes()).singleElement().asString().contains("theirs.csv", "2 references");
    assertThat(SoundFile.broken(SoundFile.check(commitments, theirs)))
        .containsExactly("ContractApplied-Reference");
  }

  @Test
  void an_id_stands_once_in_its_dataset() throws IOException {
    ConformanceReport report =
        SoundFile.check(
            file("c.csv", SoundFile.commitments().row().row()),
            file("i.csv", SoundFile.invoices().row().row()),
            file("p.csv", SoundFile.periods().row().row("InvoiceIssuerName", "Other").row()));

    assertThat(SoundFile.broken(report))
        .containsExactly(
            "BillingPeriod.BillingPeriodStart-UniquePerIssuer",
            "ContractCommitment.ContractCommitmentId-Unique",
            "InvoiceDetail.InvoiceDetailId-Unique");
  }

  @Test
  void charges_tie_to_the_lines_and_sums_of_their_invoice() throws IOException {
    Path invoices =
        file(
            "invoices.csv",
            SoundFile.invoices().row().row("InvoiceDetailId", "LINE-2", "InvoiceId", "INV-2"));
    Path charges =
        file(
            "charges.csv",
            charges()
                .row("InvoiceDetailId", "LINE-1")
                .row("InvoiceDetailId", "LINE-2")
                .row("InvoiceDetailId", "LINE-9", "InvoiceId", "INV-9"));

    ConformanceReport report = SoundFile.check(invoices, charges);

    assertThat(SoundFile.broken(report))
        .containsExactly(
            "InvoiceDetail.BilledCost-InvoiceSum",
            "InvoiceDetailId-Reference",
            "InvoiceDetailId-SameInvoice",
            "InvoiceId-Reference");
    assertThat(SoundFile.rule(report, "InvoiceDetail.BilledCost-InvoiceSum").findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.place()).startsWith("invoices.csv:2:");
              assertThat(finding.message()).contains("INV-1 USD", "1.50", "2 charges", "3.00");
            });
    assertThat(
            SoundFile.check(
                    file("i1.csv", SoundFile.invoices().row()),
                    file("c1.csv", charges().row("InvoiceDetailId", "LINE-1")))
                .rules())
        .isEmpty();
  }

  @Test
  void a_period_without_a_row_in_billing_period_is_told_once() throws IOException {
    ConformanceReport report =
        SoundFile.check(
            file("p.csv", SoundFile.periods().row()),
            file(
                "a.csv",
                charges()
                    .row()
                    .row("InvoiceIssuerName", "Other")
                    .row("InvoiceIssuerName", "Other")));

    assertThat(SoundFile.broken(report)).containsExactly("BillingPeriodStart-Reference");
    assertThat(report.count(Severity.MUST)).isEqualTo(1);
  }

  @Test
  void what_changes_a_closed_period_is_named() throws IOException {
    Path periods =
        file(
            "p.csv",
            SoundFile.periods()
                .row()
                .row(
                    "BillingPeriodStart", "2026-11-01T00:00:00Z",
                    "BillingPeriodEnd", "2026-12-01T00:00:00Z",
                    "BillingPeriodStatus", "Open"));
    SoundFile charges =
        charges()
            .row()
            .row("ChargeClass", "Correction")
            .row(
                "BillingPeriodStart", "2026-11-01T00:00:00Z",
                "BillingPeriodEnd", "2026-12-01T00:00:00Z")
            .row(
                "BillingPeriodStart", "2026-11-01T00:00:00Z",
                "BillingPeriodEnd", "2026-12-01T00:00:00Z",
                "ChargeClass", "Correction")
            .row("InvoiceId", "");

    ConformanceReport report = SoundFile.check(periods, file("a.csv", charges));

    assertThat(SoundFile.rule(report, "ChargeClass-CorrectionInClosedPeriod").findings())
        .extracting(Finding::line)
        .containsExactly(3L);
    assertThat(SoundFile.rule(report, "ChargeClass-CorrectionOfClosedPeriod").findings())
        .extracting(Finding::line)
        .containsExactly(4L);
    assertThat(SoundFile.rule(report, "InvoiceId-NotNullInClosedPeriod").findings())
        .extracting(Finding::line)
        .containsExactly(6L);
  }

  @Test
  void another_version_of_a_closed_period_is_a_change_and_a_part_of_it_is_not() throws IOException {
    Path closed = file("p.csv", SoundFile.periods().row());
    Path open = file("o.csv", SoundFile.periods().row("BillingPeriodStatus", "Open"));
    Path first = file("a.csv", charges().row().row("ResourceId", "vm-2"));
    Path same = file("b.csv", charges().row("ResourceId", "vm-2").row("BilledCost", "1.500"));
    Path part = file("c.csv", charges().row("ResourceId", "vm-3"));
    Path changed =
        file(
            "d.csv",
            charges()
                .row("BilledCost", "1.60")
                .row("ResourceId", "vm-2")
                .row("ResourceId", "vm-4"));

    assertThat(SoundFile.check(closed, first, same).rules()).isEmpty();
    assertThat(SoundFile.check(closed, first, part).rules()).isEmpty();
    assertThat(SoundFile.check(open, first, changed).rules()).isEmpty();
    ConformanceReport report = SoundFile.check(closed, first, changed);
    assertThat(SoundFile.broken(report)).containsExactly("BillingPeriodStart-ClosedPeriodChanged");
    assertThat(report.rules().get(0).findings().get(0).place()).startsWith("d.csv:2:");
    assertThat(report.rules().get(0).findings().get(0).message())
        .contains("a.csv", "1 are not here", "2 here are new");
  }

  @Test
  void a_limit_that_is_reached_is_told() {
    FindingLog log = new FindingLog(ConformanceOptions.standard());
    SkuPriceParents parents = new SkuPriceParents(log);
    Columns columns = Columns.of(Dataset.COST_AND_USAGE);
    Row row = new Row("a.csv", columns.all().size());
    for (int i = 0; i <= SkuPriceParents.MAX_PRICES; i++) {
      assertThat(log.notes()).isEmpty();
      row.set(columns.index("SkuId"), cell("SKU"));
      row.set(columns.index("SkuPriceId"), cell("PRICE-" + i));
      parents.row(row);
    }

    assertThat(log.notes()).singleElement().asString().contains("200000 SkuPriceIds");
    assertThat(log.rules()).isEmpty();
  }

  private static Cell cell(String text) {
    return new Cell(text, false, null, Cell.NO_TIME, null, 0, java.util.List.of());
  }
}
