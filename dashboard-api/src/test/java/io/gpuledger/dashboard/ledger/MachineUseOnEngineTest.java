package io.gpuledger.dashboard.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.owned.EnergyReading;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.MachineUse;
import io.gpuledger.dashboard.query.RulesInForce;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What telemetry knows of a machine, over a real engine. */
@Tag("live")
class MachineUseOnEngineTest {
  private static final Instant HOUR = Instant.parse("2026-10-01T05:00:00Z");
  private static final TimeRange OCTOBER =
      new TimeRange(Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z"));

  @TempDir Path directory;

  private static void minute(TestLedger ledger, String device, int minute, String state) {
    minute(ledger, device, "", minute, state);
  }

  private static void minute(
      TestLedger ledger, String device, String slice, int minute, String state) {
    ledger.client.execute(
        "INSERT INTO gpu_usage (cluster, node, device_uuid, gpu_instance, device_model, minute,"
            + " state, state_nanos, energy_microjoules, energy_observed_nanos, job_generation,"
            + " checkpoint_id) SELECT 'slurm', 'own-01', {device:String}, {slice:String}, 'H100',"
            + " toDateTime({at:Int64}, 'UTC'), {state:String}, 60000000000, 30000000000,"
            + " 60000000000, 1, 1",
        Map.of(
            "device",
            device,
            "slice",
            slice,
            "at",
            String.valueOf(HOUR.plusSeconds(60L * minute).getEpochSecond()),
            "state",
            state));
  }

  @Test
  void energy_counts_for_as_long_as_it_was_measured_and_held_time_is_used() {
    try (TestLedger ledger = new TestLedger(directory)) {
      for (int minute = 0; minute < 30; minute++) {
        minute(ledger, "GPU-1", minute, "held_idle");
        minute(ledger, "GPU-2", minute, "unallocated");
      }
      ledger.checkpoint();
      LedgerReader reader =
          new LedgerReader(
              ledger.client,
              () -> RulesInForce.of(TestLedger.RULES),
              LiveFacts.NONE,
              Clock.fixed(ledger.now(), ZoneOffset.UTC));

      MachineUse use = reader.machineUse("slurm", "own-01", 2, OCTOBER);

      // Two devices of 500 W for half an hour: 0.5 kWh.
      assertThat(use.energy())
          .containsExactly(
              new EnergyReading(
                  new TimeRange(HOUR, HOUR.plusSeconds(1_800)),
                  BigInteger.valueOf(1_800_000_000_000L)));
      assertThat(use.usedNanos()).isEqualTo(BigInteger.valueOf(Duration.ofMinutes(30).toNanos()));
      assertThat(reader.machineUse("slurm", "own-02", 2, OCTOBER)).isEqualTo(MachineUse.NOTHING);
    }
  }

  @Test
  void a_device_that_is_cut_does_not_hide_that_another_was_not_measured() {
    try (TestLedger ledger = new TestLedger(directory)) {
      for (int minute = 0; minute < 60; minute++) {
        for (int slice = 0; slice < 7; slice++) {
          minute(ledger, "GPU-1", String.valueOf(slice), minute, "productive");
        }
        if (minute < 30) {
          minute(ledger, "GPU-2", minute, "productive");
        }
      }
      ledger.checkpoint();
      LedgerReader reader =
          new LedgerReader(
              ledger.client,
              () -> RulesInForce.of(TestLedger.RULES),
              LiveFacts.NONE,
              Clock.fixed(ledger.now(), ZoneOffset.UTC));

      MachineUse use = reader.machineUse("slurm", "own-01", 2, OCTOBER);

      assertThat(use.energy())
          .extracting(EnergyReading::range)
          .containsExactly(new TimeRange(HOUR, HOUR.plusSeconds(2_700)));
      assertThat(use.usedNanos()).isEqualTo(BigInteger.valueOf(Duration.ofMinutes(90).toNanos()));
    }
  }

  @Test
  void slices_that_follow_one_another_are_metered_for_the_whole_hour() {
    try (TestLedger ledger = new TestLedger(directory)) {
      for (int minute = 0; minute < 60; minute++) {
        minute(ledger, "GPU-1", String.valueOf(minute / 10), minute, "productive");
        ledger.client.execute(
            "INSERT INTO device_inventory (cluster, node, device_uuid, gpu_instance, device_model,"
                + " mig_profile, valid_from, version, job_generation, checkpoint_id) SELECT"
                + " 'slurm', 'own-01', 'GPU-1', {slice:String}, 'H100', '1g.10gb', '2026-10-01',"
                + " 1, 1, 1",
            Map.of("slice", String.valueOf(minute / 10)));
      }
      ledger.checkpoint();
      LedgerReader reader =
          new LedgerReader(
              ledger.client,
              () -> RulesInForce.of(TestLedger.RULES),
              LiveFacts.NONE,
              Clock.fixed(ledger.now(), ZoneOffset.UTC));

      MachineUse use = reader.machineUse("slurm", "own-01", 1, OCTOBER);

      // 500 W for an hour, all of it measured: nothing is left for the nameplate.
      assertThat(use.energy())
          .containsExactly(
              new EnergyReading(
                  new TimeRange(HOUR, HOUR.plusSeconds(3_600)),
                  BigInteger.valueOf(1_800_000_000_000L)));
    }
  }
}
