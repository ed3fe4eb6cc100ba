package io.gpuledger.dashboard.intake;

import io.gpuledger.sql.client.LedgerClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Computed bills of own hardware that are in force. They are known by the name of their file, so
 * also those of an account that the configuration calls something else now, or of an entry that it
 * no longer has; a bill that somebody loaded into the same source is not touched.
 */
public final class OwnedStanding {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final PatientQueries ledger;
  private final Retraction retraction;

  public OwnedStanding(LedgerClient client, Retraction retraction) {
    this.ledger = new PatientQueries(client, PATIENCE);
    this.retraction = retraction;
  }

  /**
   * A computed bill that was taken back, because the configuration has no charge for its scope.
   *
   * @param retraction the empty version that is in force now
   */
  public record Emptied(
      String deliveryId,
      String retraction,
      String scopeKind,
      String account,
      Instant start,
      Instant end) {}

  /** The file of a month of a source. */
  static String fileName(String source, YearMonth period) {
    return "owned-" + source + "-" + period + ".csv";
  }

  /**
   * Publishes an empty version in the place of each computed bill of the month that is in force.
   *
   * @param current deliveries that stand: what the month was loaded as just now
   */
  List<Emptied> empty(String source, YearMonth period, Set<String> current) {
    String standing =
        ledger.ask(
            "queries/computed_in_force",
            Map.of("source", source, "file", fileName(source, period)));
    List<Emptied> emptied = new ArrayList<>();
    for (String line : standing.lines().toList()) {
      String[] cells = line.split("\t", -1);
      if (!current.contains(cells[0])
          && retraction.retract(cells[0]) instanceof Retraction.Retracted done) {
        emptied.add(
            new Emptied(
                cells[0],
                done.version(),
                cells[1],
                new String(HexFormat.of().parseHex(cells[2]), StandardCharsets.UTF_8),
                instant(cells[3]),
                instant(cells[4])));
      }
    }
    return emptied;
  }

  private static Instant instant(String micros) {
    return Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS);
  }
}
