package io.gpuledger.dashboard.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.charge.Scope;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.ledger.TestLedger;
import io.gpuledger.ingest.delivery.DeliveryHistory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the ledger tells an import of the version that it will replace. */
@Tag("live")
class FarLessOnEngineTest {
  @Test
  void the_version_in_force_is_told_with_its_rows_its_billed_cost_and_its_files(
      @TempDir Path folder) {
    try (TestLedger ledger = new TestLedger(folder)) {
      DeliveryHistory history =
          new LedgerDeliveryHistory(new PatientQueries(ledger.client, Duration.ofSeconds(5)));
      Scope october =
          new Scope(
              Scope.Kind.ACCOUNT_MONTH,
              "a",
              Instant.parse("2026-10-01T00:00:00Z"),
              Instant.parse("2026-11-01T00:00:00Z"));

      assertThat(history.filesInForce("s", october)).containsExactly("of d1");
      assertThat(history.filesInForce("other", october)).isEmpty();
      assertThat(history.of("s", october).inForce())
          .singleElement()
          .satisfies(
              before -> {
                assertThat(before.deliveryId()).isEqualTo("d1");
                assertThat(before.rowsAccepted()).isEqualTo(6);
                assertThat(before.billedCost())
                    .containsOnlyKeys("EUR", "USD")
                    .containsEntry("EUR", Amount.parse("7"))
                    .containsEntry("USD", Amount.parse("22.250000000000000001"));
              });
    }
  }
}
