package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.estimate.CompletenessLags;
import io.gpuledger.cost.estimate.EstimateInput;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.SqlText;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The newest estimate of each source, account and UTC day. */
public final class EstimatesInForce {
  private final LedgerClient client;
  private final Supplier<CompletenessLags> lags;
  private final Clock clock;

  EstimatesInForce(LedgerClient client, Supplier<CompletenessLags> lags, Clock clock) {
    this.client = client;
    this.lags = lags;
    this.clock = clock;
  }

  /**
   * The newest version of an estimate.
   *
   * @param sequence version of the account's day
   * @param contentHash of its charges
   * @param usageMark of the telemetry that it was made from
   * @param charges how many, those without a price among them
   */
  public record Version(
      String source,
      String account,
      LocalDate day,
      String deliveryId,
      long sequence,
      String contentHash,
      String usageMark,
      long charges) {}

  /** All of them, by source, account and day. */
  public static List<Version> versions(LedgerClient client) {
    List<Version> versions = new ArrayList<>();
    try (RowInput in =
        new RowInput(client.rows(SqlText.load("queries/estimates_in_force"), Map.of()))) {
      while (in.hasNext()) {
        versions.add(
            new Version(
                in.string(),
                in.string(),
                LocalDate.parse(in.string()),
                in.string(),
                Long.parseLong(in.string()),
                in.string(),
                in.string(),
                Long.parseLong(in.string())));
      }
    }
    return versions;
  }

  /** What cells read of them now: by the text of a cell, which source and account it is of. */
  Map<String, Version> inputs() {
    Instant now = clock.instant();
    CompletenessLags inForce = lags.get();
    Map<String, Version> inputs = new HashMap<>();
    for (Version version : versions(client)) {
      if (version.charges > 0) {
        Instant settlesAt = inForce.settlesAt(version.source, version.day);
        inputs.put(EstimateInput.at(version.deliveryId, settlesAt, now).text(), version);
      }
    }
    return inputs;
  }

  /** The delivery that an id of a cell names: for an estimate without what the cell read of it. */
  static String deliveryOf(String inputId) {
    Optional<EstimateInput> input = EstimateInput.parse(inputId);
    return input.map(EstimateInput::deliveryId).orElse(inputId);
  }
}
