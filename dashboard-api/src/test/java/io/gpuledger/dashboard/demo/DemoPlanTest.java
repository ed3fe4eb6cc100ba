package io.gpuledger.dashboard.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.ingest.generate.FocusGenerator;
import io.gpuledger.ingest.generate.GpuNode;
import java.io.StringWriter;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoPlanTest {
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
        StringWriter bill = new StringWriter();
        FocusGenerator.write(DemoPlan.bill(source, month), bill);
        assertThat(bill.toString().lines().filter(line -> line.contains(",On Demand Linux ")))
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
}
