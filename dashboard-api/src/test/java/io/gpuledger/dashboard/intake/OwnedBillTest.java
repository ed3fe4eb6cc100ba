package io.gpuledger.dashboard.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.owned.OwnedCharge;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.config.ConfigReader;
import io.gpuledger.dashboard.config.OwnedSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnedBillTest {
  private static final TimeRange NOVEMBER =
      new TimeRange(Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z"));

  private static OwnedSource example() throws Exception {
    return ConfigReader.read(Path.of("../docs/gpuledger.example.yaml"))
        .values()
        .get(0)
        .owned()
        .get(0);
  }

  private static List<String> lines(OwnedSource owned, Path file) throws Exception {
    List<OwnedCharge> charges = owned.estate().chargesOf(NOVEMBER);
    new OwnedBill(owned, NOVEMBER).write(charges, file);
    return Files.readAllLines(file);
  }

  @Test
  void a_charge_is_a_row_with_its_trace_and_equal_costs(@TempDir Path folder) throws Exception {
    List<String> lines = lines(example(), folder.resolve("a.csv"));

    assertThat(lines.get(0)).startsWith("BilledCost,BillingAccountId").endsWith(",x_Trace");
    assertThat(lines.get(1))
        .startsWith(
            "4500,hall-1,hall-1,USD,2026-11-01T00:00:00Z,2026-12-01T00:00:00Z,Usage,"
                + "Depreciation of own-01,Recurring,")
        .contains(",known,NVIDIA H100 80GB HBM3,8,")
        .endsWith(
            ",false,\"straight-line, purchase 240000 USD, salvage 24000 USD, 48 months from"
                + " 2026-01-01\"");
    assertThat(lines).anyMatch(line -> line.contains("Purchase,Spare parts: two fans,One-Time"));
    assertThat(lines)
        .filteredOn(line -> line.contains("Power, "))
        .isNotEmpty()
        .allMatch(line -> line.contains(",kWh,") && line.contains(",true,"))
        .noneMatch(line -> line.contains(",HBM3,8,"));
  }

  @Test
  void the_same_month_gives_the_same_bytes(@TempDir Path folder) throws Exception {
    lines(example(), folder.resolve("a.csv"));
    lines(example(), folder.resolve("b.csv"));

    assertThat(folder.resolve("a.csv")).hasSameBinaryContentAs(folder.resolve("b.csv"));
  }
}
