package io.gpuledger.streaming.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.ingest.wire.CurrencySums;
import io.gpuledger.ingest.wire.DeliveryManifest;
import io.gpuledger.ingest.wire.Unscaled;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredDeliveryTest {
  private static final DeliveryManifest MANIFEST =
      DeliveryManifest.newBuilder()
          .setRowsAccepted(10)
          .setRowsRejected(2)
          .addSums(sums("USD", "10.000000000000000001"))
          .addSums(sums("EUR", "-3"))
          .build();

  @Test
  void rows_rejects_and_sums_as_announced_are_complete() {
    assertThat(stored(10, 10, 2, 0, "10.000000000000000001", "0").missing(MANIFEST)).isEmpty();
  }

  @Test
  void each_difference_is_named() {
    assertThat(stored(9, 9, 2, 0, "10.000000000000000001", "0").missing(MANIFEST))
        .hasValueSatisfying(why -> assertThat(why).contains("9 of 10 rows"));
    assertThat(stored(11, 10, 2, 0, "10.000000000000000001", "0").missing(MANIFEST))
        .hasValueSatisfying(why -> assertThat(why).contains("11 rows are stored for 10"));
    assertThat(stored(10, 10, 1, 0, "10.000000000000000001", "0").missing(MANIFEST))
        .hasValueSatisfying(why -> assertThat(why).contains("1 of 2 rejects"));
    assertThat(stored(10, 10, 2, 0, "10", "0").missing(MANIFEST))
        .hasValueSatisfying(why -> assertThat(why).contains("USD"));
  }

  @Test
  void a_row_that_the_ledger_refused_counts_with_its_costs() {
    assertThat(stored(9, 9, 2, 1, "9", "1.000000000000000001").missing(MANIFEST)).isEmpty();
  }

  private static StoredDelivery stored(
      long rows, long distinct, long rejected, long refused, String usd, String refusedUsd) {
    return new StoredDelivery(
        rows,
        distinct,
        rejected,
        refused,
        Map.of("USD", Sums.parse(usd, "", "", ""), "EUR", Sums.parse("-3", "", "", "")),
        Map.of("USD", Sums.parse(refusedUsd, "", "", "")));
  }

  private static CurrencySums sums(String currency, String billed) {
    return CurrencySums.newBuilder()
        .setCurrency(currency)
        .setBilled(Unscaled.toBytes(Amount.parse(billed)))
        .build();
  }
}
