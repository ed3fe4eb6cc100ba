package io.gpuledger.streaming.allocation;

import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.ArrayParameter;
import io.gpuledger.sql.query.SqlText;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which streamed rows of a job readers see: those of a generation up to a ceiling. Later rows are
 * not published yet, or a later generation that was restored from an earlier checkpoint superseded
 * them.
 *
 * @param generations ascending
 * @param ceilings newest visible checkpoint of each
 */
public record CheckpointSet(List<Long> generations, List<Long> ceilings) {
  private static final BigInteger NEVER = BigInteger.valueOf(Long.MAX_VALUE);

  public CheckpointSet {
    generations = List.copyOf(generations);
    ceilings = List.copyOf(ceilings);
    if (generations.size() != ceilings.size()) {
      throw new IllegalArgumentException("as many ceilings as generations");
    }
  }

  /**
   * The rows of a job that are published and not superseded.
   *
   * @param asOf instant in the engine's text form, UTC
   */
  public static CheckpointSet published(LedgerClient client, String job, String asOf) {
    List<Long> generations = new ArrayList<>();
    List<Long> ceilings = new ArrayList<>();
    for (String[] row : rows(client, job, asOf)) {
      generations.add(Long.parseLong(row[0]));
      ceilings.add(Math.min(Long.parseLong(row[1]), ceiling(row[2])));
    }
    return new CheckpointSet(generations, ceilings);
  }

  private static long ceiling(String supersededAfter) {
    return new BigInteger(supersededAfter).min(NEVER).longValueExact();
  }

  private static List<String[]> rows(LedgerClient client, String job, String asOf) {
    return client
        .query(SqlText.load("queries/checkpoint_ceilings"), Map.of("job", job, "as_of", asOf))
        .lines()
        .map(line -> line.split("\t", -1))
        .toList();
  }

  /** The condition's parameters: {@code generations}, {@code ceilings} and {@code otherwise}. */
  public Map<String, String> parameters() {
    Map<String, String> parameters = new HashMap<>();
    parameters.put("generations", ArrayParameter.ofNumbers(generations));
    parameters.put("ceilings", ArrayParameter.ofNumbers(ceilings));
    parameters.put("otherwise", "0");
    return parameters;
  }
}
