package io.gpuledger.streaming.allocation;

import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.ArrayParameter;
import io.gpuledger.sql.query.SqlText;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which streamed rows of the telemetry job readers see: those of a generation up to a ceiling.
 * Later rows are not published yet, or a later generation that was restored from an earlier
 * checkpoint superseded them.
 *
 * @param asOf the instant at which this is so, in the engine's text form
 * @param generations ascending
 * @param ceilings newest visible checkpoint of each
 */
public record CheckpointSet(String asOf, List<Long> generations, List<Long> ceilings) {
  private static final BigInteger NEVER = BigInteger.valueOf(Long.MAX_VALUE);

  public CheckpointSet {
    generations = List.copyOf(generations);
    ceilings = List.copyOf(ceilings);
    if (generations.size() != ceilings.size()) {
      throw new IllegalArgumentException("as many ceilings as generations");
    }
  }

  /** The rows that are published and not superseded at the newest publish instant. */
  public static CheckpointSet newest(LedgerClient client) {
    long micros =
        Long.parseLong(client.query(SqlText.load("queries/last_recorded_at"), Map.of()).strip());
    // Asked at an instant, so that other questions of the same moment can be.
    String asOf = String.format(Locale.ROOT, "%d.%06d", micros / 1_000_000, micros % 1_000_000);
    List<Long> generations = new ArrayList<>();
    List<Long> ceilings = new ArrayList<>();
    client
        .query(SqlText.load("queries/checkpoint_ceilings"), Map.of("as_of", asOf))
        .lines()
        .map(line -> line.split("\t", -1))
        .forEach(
            row -> {
              generations.add(Long.parseLong(row[0]));
              ceilings.add(new BigInteger(row[1]).min(NEVER).longValueExact());
            });
    return new CheckpointSet(asOf, generations, ceilings);
  }

  /**
   * The condition's parameters: {@code generations}, {@code ceilings}, {@code otherwise}; and
   * {@code as_of}.
   */
  public Map<String, String> parameters() {
    Map<String, String> parameters = new HashMap<>();
    parameters.put("as_of", asOf);
    parameters.put("generations", ArrayParameter.ofNumbers(generations));
    parameters.put("ceilings", ArrayParameter.ofNumbers(ceilings));
    parameters.put("otherwise", "0");
    return parameters;
  }
}
