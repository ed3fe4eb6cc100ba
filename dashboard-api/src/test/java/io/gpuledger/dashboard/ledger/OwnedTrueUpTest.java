package io.gpuledger.dashboard.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.owned.OwnedCharge;
import io.gpuledger.cost.owned.TruedMonth;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.config.ConfigReader;
import io.gpuledger.dashboard.config.OwnedSource;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.MachineUse;
import io.gpuledger.dashboard.query.RulesInForce;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Energy that telemetry measured, trued up to what the utility asked for. */
@Tag("live")
class OwnedTrueUpTest {
  private static final TimeRange OCTOBER =
      new TimeRange(Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z"));

  @TempDir static Path directory;
  private static TestLedger ledger;
  private static LedgerReader reader;

  @BeforeAll
  static void open() {
    ledger = new TestLedger(directory);
    hour("slurm-1", "slurm:8812");
    hour("k8s-1", "pod:ml/train");
    reader =
        new LedgerReader(
            ledger.client,
            () -> RulesInForce.of(TestLedger.RULES),
            LiveFacts.NONE,
            Clock.systemUTC());
  }

  @AfterAll
  static void close() {
    ledger.close();
  }

  /** A metered hour of one device with 2 kWh. */
  private static void hour(String cluster, String holder) {
    ledger.client.execute(
        "INSERT INTO gpu_usage (cluster, node, device_uuid, device_model, minute, state,"
            + " holder_keys, holder_weights, state_nanos, energy_microjoules,"
            + " energy_observed_nanos, job_generation, checkpoint_id) SELECT {cluster:String},"
            + " 'n1', 'a', 'H100', toDateTime('2026-10-07 00:00:00', 'UTC'), 'productive',"
            + " [{holder:String}], [1], 3600000000000, 7200000000000, 3600000000000, 1, 1",
        Map.of("cluster", cluster, "holder", holder));
  }

  @Test
  void a_slurm_machine_is_trued_up_to_the_utility_to_the_last_digit() {
    checkTrueUp("slurm-1");
  }

  @Test
  void a_kubernetes_machine_is_trued_up_to_the_utility_to_the_last_digit() {
    checkTrueUp("k8s-1");
  }

  private static void checkTrueUp(String cluster) {
    OwnedSource owned = owned(cluster);
    OwnedSource.Meter meter = owned.meters().get(0);
    MachineUse use = reader.machineUse(meter.cluster(), meter.node(), meter.devices(), OCTOBER);
    assertThat(use.usedNanos()).isEqualTo(3_600_000_000_000L);

    TruedMonth trued =
        TruedMonth.of(
            owned.invoices(),
            owned.estate().metered(Map.of(meter.resourceId(), use.energy())).chargesOf(OCTOBER),
            OCTOBER);

    // 2 kWh x 1.25 x 0.12 measured, 743 h x 1 kW x 1.25 x 0.12 by the nameplate.
    TruedMonth.TrueUpLine line = trued.trueUps().get(0);
    assertThat(line.computed()).hasToString("111.75");
    assertThat(line.difference()).hasToString("-11.739999999999999999");
    assertThat(
            trued.charges().stream()
                .map(OwnedCharge::amount)
                .map(money -> money.amount())
                .reduce(Amount.ZERO, Amount::plus))
        .hasToString("100.010000000000000001");
  }

  private static OwnedSource owned(String cluster) {
    return ConfigReader.read(
            "f",
            """
            sources: [{name: hall, kind: owned}]
            owned:
              - source: hall
                power: {pue: "1.25", tariff: {base: 0.12 USD/kWh}}
                machines:
                  - {id: m, deviceCount: 1, cluster: %s, node: n1, nameplateWatts: 1000, from: 2026-01-01}
                invoices:
                  - {id: U-10, issuer: Stadtwerke, kind: power, amount: 100.010000000000000001 USD, from: 2026-10-01, to: 2026-11-01}
            """
                .formatted(cluster))
        .values()
        .get(0)
        .owned()
        .get(0);
  }
}
