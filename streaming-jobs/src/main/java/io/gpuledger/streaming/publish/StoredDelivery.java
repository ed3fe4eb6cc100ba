package io.gpuledger.streaming.publish;

import io.gpuledger.ingest.wire.CurrencySums;
import io.gpuledger.ingest.wire.DeliveryManifest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What the ledger holds of a delivery.
 *
 * @param rows rows in {@code charges}
 * @param distinctRows distinct row numbers among them
 * @param rejected distinct rows refused when read
 * @param refused rows that were read well and that the ledger refused
 * @param sums of the stored rows by currency
 * @param refusedSums of the refused rows by currency
 */
record StoredDelivery(
    long rows,
    long distinctRows,
    long rejected,
    long refused,
    Map<String, Sums> sums,
    Map<String, Sums> refusedSums) {
  StoredDelivery {
    sums = Map.copyOf(sums);
    refusedSums = Map.copyOf(refusedSums);
  }

  /** Rows that have arrived, stored or refused. */
  long arrived() {
    return distinctRows + rejected + refused;
  }

  /** What is still missing for publication, or empty where the delivery is complete. */
  Optional<String> missing(DeliveryManifest manifest) {
    if (rows != distinctRows) {
      return Optional.of("%d rows are stored for %d row numbers".formatted(rows, distinctRows));
    }
    if (distinctRows + refused != manifest.getRowsAccepted()) {
      return Optional.of(
          "%d of %d rows are stored".formatted(distinctRows + refused, manifest.getRowsAccepted()));
    }
    if (rejected != manifest.getRowsRejected()) {
      return Optional.of(
          "%d of %d rejects are stored".formatted(rejected, manifest.getRowsRejected()));
    }
    return differenceOfSums(manifest);
  }

  private Optional<String> differenceOfSums(DeliveryManifest manifest) {
    Map<String, Sums> expected = new HashMap<>();
    for (CurrencySums currency : manifest.getSumsList()) {
      expected.merge(currency.getCurrency(), Sums.fromWire(currency), Sums::plus);
    }
    TreeSet<String> currencies = new TreeSet<>(expected.keySet());
    currencies.addAll(sums.keySet());
    currencies.addAll(refusedSums.keySet());
    for (String currency : currencies) {
      Sums found =
          sums.getOrDefault(currency, Sums.ZERO)
              .plus(refusedSums.getOrDefault(currency, Sums.ZERO));
      Sums wanted = expected.getOrDefault(currency, Sums.ZERO);
      if (!found.equals(wanted)) {
        return Optional.of("%s: stored %s, manifest %s".formatted(currency, found, wanted));
      }
    }
    return Optional.empty();
  }
}
