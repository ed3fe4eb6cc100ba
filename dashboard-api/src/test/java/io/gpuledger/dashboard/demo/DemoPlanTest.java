package io.gpuledger.dashboard.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.ingest.generate.FocusPlan;
import io.gpuledger.ingest.generate.GpuNode;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoPlanTest {
  @TempDir private Path directory;

  @Test
  void a_machine_is_billed_by_one_source() {
    List<String> machines =
        DemoPlan.BILLS.stream()
            .flatMap(source -> DemoPlan.nodes(source).stream())
            .map(GpuNode::resourceId)
            .toList();
    assertThat(machines).hasSize(70).doesNotHaveDuplicates();
  }

  @Test
  void the_fleet_runs_on_machines_that_aws_bills() {
    assertThat(DemoPlan.fleetNodes())
        .hasSizeBetween(8, DemoPlan.FLEET_NODES)
        .allMatch(node -> DemoPlan.nodes(DemoPlan.BILLS.get(0)).contains(node));
  }

  @Test
  void complete_months_bill_every_hour_of_every_machine() throws Exception {
    for (DemoPlan.BillSource source : DemoPlan.BILLS) {
      for (YearMonth month : List.of(YearMonth.of(2026, 2), YearMonth.of(2026, 10))) {
        Path folder = Files.createDirectory(directory.resolve(source.name() + month));
        List<Path> files = source.form().write(DemoPlan.bill(source, month), folder);
        assertThat(lines(files.get(files.size() - 1)).filter(DemoPlanTest::machineHour))
            .as(source.name() + " " + month)
            .hasSize(source.nodes() * month.lengthOfMonth() * 24);
      }
    }
  }

  @Test
  void the_bill_of_a_running_month_of_aws_comes_a_day_later_than_others() {
    Instant started = Instant.parse("2026-11-24T10:00:00Z");
    assertThat(DemoPlan.BILLS)
        .extracting(source -> DemoPlan.billedTo(source, started).toString())
        .containsExactly("2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z", "2026-11-24T00:00:00Z");
  }

  @Test
  void aws_is_billed_in_its_own_format_to_the_cent_of_its_invoice() throws Exception {
    DemoPlan.BillSource aws = DemoPlan.BILLS.get(0);
    FocusPlan plan = DemoPlan.bill(aws, YearMonth.of(2026, 10));
    List<Path> files = aws.form().write(plan, directory);
    assertThat(files).hasSize(2);
    List<String> lines = lines(files.get(1)).toList();
    int net = List.of(lines.get(0).split(",", -1)).indexOf("line_item_net_unblended_cost");

    // The format's rule of what is paid, by the text of the report alone.
    BigDecimal payable =
        lines.stream()
            .skip(1)
            .map(line -> cell(line, net))
            .map(BigDecimal::new)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    Path invoice = directory.resolve("invoice.csv");
    DemoInvoice.write(aws.form(), plan, invoice);

    assertThat(new BigDecimal(cell(Files.readAllLines(invoice).get(1), 5)))
        .isEqualByComparingTo(payable);
    // Of some $40M a year of the whole estate.
    assertThat(payable).isBetween(new BigDecimal("800000"), new BigDecimal("2000000"));
  }

  @Test
  void a_running_month_of_aws_has_the_lines_that_have_ended() throws Exception {
    DemoPlan.BillSource aws = DemoPlan.BILLS.get(0);
    FocusPlan plan = DemoPlan.bill(aws, YearMonth.of(2026, 10));
    List<Path> files =
        aws.form().writeToDate(plan, Instant.parse("2026-10-03T00:00:00Z"), directory);
    List<String> lines = lines(files.get(1)).toList();
    int end = List.of(lines.get(0).split(",", -1)).indexOf("line_item_usage_end_date");

    assertThat(lines).hasSizeGreaterThan(40 * 48);
    assertThat(lines.subList(1, lines.size()))
        .extracting(line -> cell(line, end))
        .allMatch(time -> time.compareTo("2026-10-03T00:00:00.000Z") <= 0);
    assertThat(aws.form().writeToDate(plan, Instant.parse("2026-10-01T00:00:00Z"), directory))
        .isEmpty();
  }

  private static boolean machineHour(String line) {
    return line.contains("On Demand Linux ") && !line.contains("SavingsPlanNegation");
  }

  /** A cell without its quotes; commas within quotes divide nothing. */
  private static String cell(String line, int place) {
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    int at = 0;
    for (int i = 0; i < line.length() && at <= place; i++) {
      char letter = line.charAt(i);
      if (letter == '"') {
        quoted = !quoted;
      } else if (letter == ',' && !quoted) {
        at++;
      } else if (at == place) {
        cell.append(letter);
      }
    }
    return cell.toString();
  }

  private static Stream<String> lines(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
      return new String(plain.readAllBytes(), StandardCharsets.UTF_8).lines();
    }
  }
}
