package io.gpuledger.dashboard.launcher;

import io.gpuledger.cost.problem.Parsed;
import io.gpuledger.dashboard.config.ConfigReader;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.query.RulesHistory;
import io.gpuledger.dashboard.query.RulesInForce;
import io.gpuledger.dashboard.query.Snapshot;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.SqlText;
import io.gpuledger.streaming.publish.Publication;
import io.gpuledger.streaming.rules.RuleVersion;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The versions of the configured rules in the ledger: writes what changes, reads what was. */
final class StoredRules implements RulesHistory {
  /** Most versions that are held read. */
  private static final int HELD_LIMIT = 32;

  private final LedgerClient client;
  private final Consumer<Publication> publish;
  private final Supplier<RulesInForce> present;
  private final Map<String, RulesInForce> held =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RulesInForce> eldest) {
          return size() > HELD_LIMIT;
        }
      };

  /**
   * Rules.
   *
   * @param publish makes a version visible and returns when it is
   * @param present what holds where no version is published yet
   */
  StoredRules(LedgerClient client, Consumer<Publication> publish, Supplier<RulesInForce> present) {
    this.client = client;
    this.publish = publish;
    this.present = present;
  }

  /** Stores the rules of a configuration unless they are the newest. */
  void publish(LedgerConfig config) {
    RuleVersion.following(client, config.rulesText()).ifPresent(publish);
  }

  @Override
  public RulesInForce at(Snapshot snapshot) {
    String version =
        client
            .query(
                SqlText.load("queries/rule_version_as_of"), Map.of("as_of", snapshot.parameter()))
            .strip();
    if (version.isEmpty()) {
      return present.get();
    }
    synchronized (held) {
      return held.computeIfAbsent(version, this::read);
    }
  }

  private RulesInForce read(String version) {
    String hex =
        client.query(SqlText.load("queries/rule_version_text"), Map.of("version", version)).strip();
    Parsed<LedgerConfig> config =
        ConfigReader.read(
            "rules " + version, new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8));
    if (!config.problems().isEmpty()) {
      throw new IllegalStateException(
          "rules that the ledger stores can no longer be read: "
              + config.problems().stream().map(Object::toString).collect(Collectors.joining("; ")));
    }
    return ConfigurationInForce.present(config.values().get(0));
  }
}
