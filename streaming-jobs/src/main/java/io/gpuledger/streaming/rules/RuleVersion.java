package io.gpuledger.streaming.rules;

import io.gpuledger.cost.identity.ContentId;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.SqlText;
import io.gpuledger.streaming.publish.Publication;
import io.gpuledger.streaming.sink.RowBinaryWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A version of the configured rules that is to be published. */
public final class RuleVersion implements Publication {
  private final LedgerClient client;
  private final String text;
  private final String contentHash;
  private final String versionId;

  private RuleVersion(LedgerClient client, String text, String contentHash, String versionId) {
    this.client = client;
    this.text = text;
    this.contentHash = contentHash;
    this.versionId = versionId;
  }

  /**
   * The version that follows the newest one.
   *
   * @param text the rules; rules that are taken back to an earlier text are a new version
   * @return empty where the newest version has the same text
   */
  public static Optional<RuleVersion> following(LedgerClient client, String text) {
    String contentHash = ContentId.of(List.of("rules", text));
    String[] newest =
        client.query(SqlText.load("queries/rule_version_newest"), Map.of()).strip().split("\t", -1);
    if (newest.length > 1 && newest[1].equals(contentHash)) {
      return Optional.empty();
    }
    String versionId = ContentId.of(List.of("rule version", newest[0], contentHash));
    return Optional.of(new RuleVersion(client, text, contentHash, versionId));
  }

  @Override
  public Optional<Instant> publishedAt() {
    return client
        .query(SqlText.load("queries/rule_version_published_at"), Map.of("version", versionId))
        .lines()
        .findFirst()
        .map(micros -> Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS));
  }

  /** There is nothing beside the one row that makes it visible. */
  @Override
  public void store() {}

  @Override
  public void publish(Instant recordedAt) {
    RowBinaryWriter row =
        new RowBinaryWriter().string(versionId).string(contentHash).string(text).micros(recordedAt);
    client.insert(
        "rule_versions",
        List.of("version_id", "content_hash", "rules", "recorded_at"),
        UUID.nameUUIDFromBytes(("rules:" + versionId).getBytes(StandardCharsets.UTF_8)).toString(),
        row.toBytes());
  }
}
