package io.gpuledger.streaming.allocation;

import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The taxes, credits and support of some deliveries and days, in the order of (delivery, row), for
 * several readings. Few of them are kept from the first; more are asked for again, which answers
 * the same, because nothing of a delivery is changed in place.
 */
final class SharedCharges {
  /** Most charges that are kept. */
  static final int KEPT_LIMIT = 8_192;

  private final LedgerClient client;
  private final List<Map<String, String>> parameters;
  private final List<ChargeRow> kept = new ArrayList<>();
  private boolean isRead;
  private boolean isKept = true;

  /**
   * Charges that have not been read.
   *
   * @param parameters of each question, in the order of their deliveries
   */
  SharedCharges(LedgerClient client, List<Map<String, String>> parameters) {
    this.client = client;
    this.parameters = List.copyOf(parameters);
  }

  void forEach(Consumer<ChargeRow> taker) {
    if (isRead && isKept) {
      kept.forEach(taker);
      return;
    }
    for (Map<String, String> question : parameters) {
      try (RowInput in =
          new RowInput(client.rows(SqlText.load("queries/allocation_charges"), question))) {
        while (in.hasNext()) {
          ChargeRow row = ChargeRow.read(in);
          keep(row);
          taker.accept(row);
        }
      }
    }
    isRead = true;
  }

  private void keep(ChargeRow row) {
    if (isKept && kept.size() == KEPT_LIMIT) {
      isKept = false;
      kept.clear();
    }
    if (isKept) {
      kept.add(row);
    }
  }
}
