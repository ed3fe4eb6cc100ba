package io.gpuledger.streaming.dataset;

import io.gpuledger.cost.invoice.Dataset;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.SqlText;
import io.gpuledger.streaming.sink.RowBinaryWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The statements that store a load and make it visible; only the publisher calls them. Every call
 * may throw {@link io.gpuledger.sql.client.EngineException} and may then be made again.
 */
public final class DatasetLedger {
  private static final List<String> LOAD_COLUMNS =
      List.of(
          "load_id",
          "dataset",
          "origin",
          "source",
          "content_hash",
          "focus_version",
          "file_names",
          "rows_read",
          "rows_accepted",
          "rows_rejected",
          "rows_duplicate",
          "refused_subjects",
          "recorded_by",
          "recorded_at");

  private final LedgerClient client;

  public DatasetLedger(LedgerClient client) {
    this.client = client;
  }

  /** When a load was published; empty if it was not. */
  public Optional<Instant> publishedAt(String loadId) {
    return client
        .query(SqlText.load("queries/dataset_load_published_at"), Map.of("load", loadId))
        .lines()
        .findFirst()
        .map(micros -> Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS));
  }

  /**
   * Stores the rows of a load unless they are there; nobody sees them yet. One insert stores all of
   * them or none.
   */
  public void store(DatasetDraft draft) {
    String loadId = draft.load().loadId();
    long rows = (long) draft.rows().size() + draft.withdrawn().size() + draft.refused().size();
    if (rows > 0 && stored(loadId) == 0) {
      Dataset dataset = draft.load().dataset();
      client.insert(
          dataset.table(),
          DatasetRows.columns(dataset),
          token("rows:" + loadId),
          DatasetRows.encode(draft));
    }
    long stored = stored(loadId);
    if (stored != rows) {
      throw new IllegalStateException(
          "load " + loadId + " has " + rows + " rows and " + stored + " are stored");
    }
  }

  /** Makes a stored load visible, by one row. */
  public void publish(DatasetLoad load, Instant recordedAt) {
    DatasetLoad.Counts counts = load.counts();
    RowBinaryWriter row =
        new RowBinaryWriter()
            .string(load.loadId())
            .string(load.dataset().table())
            .string(load.origin().name().toLowerCase(Locale.ROOT))
            .string(load.source())
            .string(load.contentHash())
            .string(load.focusVersion())
            .strings(load.fileNames())
            .uint64(counts.accepted() + counts.rejected())
            .uint64(counts.accepted())
            .uint64(counts.rejected())
            .uint64(counts.duplicate())
            .strings(load.refusedSubjects())
            .string(load.recordedBy())
            .micros(recordedAt);
    client.insert("dataset_loads", LOAD_COLUMNS, token("load:" + load.loadId()), row.toBytes());
  }

  private long stored(String loadId) {
    return Long.parseLong(
        client.query(SqlText.load("queries/dataset_load_rows"), Map.of("load", loadId)).strip());
  }

  private static String token(String what) {
    return UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
