package io.gpuledger.streaming.publish;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.ingest.wire.CurrencySums;
import io.gpuledger.ingest.wire.DeliveryManifest;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.ArrayParameter;
import io.gpuledger.sql.query.SqlText;
import io.gpuledger.streaming.sink.RowBinaryWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The publisher's statements. Every call may throw {@link io.gpuledger.sql.client.EngineException}.
 */
final class PublicationLedger {
  private static final List<String> DELIVERY_COLUMNS =
      List.of(
          "delivery_id",
          "source",
          "scope_kind",
          "scope_account",
          "scope_start",
          "scope_end",
          "delivery_kind",
          "sequence",
          "content_hash",
          "set_id",
          "format",
          "focus_version",
          "parser_version",
          "file_names",
          "file_hashes",
          "rows_read",
          "rows_accepted",
          "rows_rejected",
          "rows_duplicate",
          "warnings",
          "duplicate_billed_cost",
          "billed_cost",
          "effective_cost",
          "list_cost",
          "contracted_cost",
          "billed_cost_raw",
          "effective_cost_raw",
          "list_cost_raw",
          "contracted_cost_raw",
          "retracted_delivery_id",
          "state",
          "recorded_at");

  /** Deliveries that one statement asks about; they travel in its URL. */
  private static final int IDS_MAX = 100;

  private final LedgerClient client;

  PublicationLedger(LedgerClient client) {
    this.client = client;
  }

  /** The newest publish instant, or the epoch where nothing is published. */
  Instant lastRecordedAt() {
    return fromMicros(ask("queries/last_recorded_at", Map.of()).strip());
  }

  Set<String> publishedDeliveryIds() {
    return ask("queries/published_delivery_ids", Map.of())
        .lines()
        .collect(Collectors.toUnmodifiableSet());
  }

  Optional<Instant> publishedAt(String deliveryId) {
    return ask("queries/delivery_published_at", Map.of("delivery", deliveryId))
        .lines()
        .findFirst()
        .map(PublicationLedger::fromMicros);
  }

  Optional<Instant> publishedAt(RunDraft run) {
    return ask("queries/run_published_at", Map.of("run", run.runId().toString()))
        .lines()
        .findFirst()
        .map(PublicationLedger::fromMicros);
  }

  Optional<Instant> publishedAt(Generation generation) {
    return ask(
            "queries/generation_published_at",
            Map.of(
                "job", generation.job(),
                "generation", Integer.toString(generation.generation())))
        .lines()
        .findFirst()
        .map(PublicationLedger::fromMicros);
  }

  /** The scope of a published delivery and the newest sequence in it. */
  Optional<ScopeVersion> scopeOf(String deliveryId) {
    return ask("queries/delivery_row", Map.of("delivery", deliveryId))
        .lines()
        .findFirst()
        .map(ScopeVersion::parse);
  }

  /** The sequences that are published in the manifest's scope. */
  Set<Long> sequences(DeliveryManifest manifest) {
    return ask(
            "queries/scope_sequences",
            Map.of(
                "source", manifest.getSource(),
                "kind", manifest.getScope().getKind(),
                "account", manifest.getScope().getAccount(),
                "start", Long.toString(manifest.getScope().getStartMicros()),
                "end", Long.toString(manifest.getScope().getEndMicros())))
        .lines()
        .map(Long::valueOf)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** How many charges and rejects of deliveries are stored, repeats included. */
  Map<String, Arrived> arrived(List<String> deliveryIds) {
    Map<String, Arrived> arrived = new HashMap<>();
    for (int from = 0; from < deliveryIds.size(); from += IDS_MAX) {
      List<String> some = deliveryIds.subList(from, Math.min(deliveryIds.size(), from + IDS_MAX));
      arrived.putAll(arrivedOfSome(some));
    }
    return arrived;
  }

  private Map<String, Arrived> arrivedOfSome(List<String> deliveryIds) {
    String list = ArrayParameter.ofTexts(deliveryIds);
    Map<String, Arrived> arrived = new HashMap<>();
    for (String line :
        ask("queries/delivery_arrived", Map.of("deliveries", list)).lines().toList()) {
      String[] cells = line.split("\t", -1);
      arrived.put(cells[0], new Arrived(Long.parseLong(cells[1]), Long.parseLong(cells[2])));
    }
    return arrived;
  }

  /** What the ledger holds of a delivery now. */
  StoredDelivery stored(String deliveryId) {
    Map<String, String> delivery = Map.of("delivery", deliveryId);
    long rows = 0;
    long distinct = 0;
    Map<String, Sums> sums = new HashMap<>();
    for (String line : ask("queries/delivery_stored", delivery).lines().toList()) {
      String[] cells = line.split("\t", -1);
      rows += Long.parseLong(cells[1]);
      distinct += Long.parseLong(cells[2]);
      sums.put(cells[0], Sums.parse(cells[3], cells[4], cells[5], cells[6]));
    }
    long rejected = Long.parseLong(ask("queries/delivery_rejected", delivery).strip());
    List<String> refused = ask("queries/delivery_refused", delivery).lines().toList();
    Map<String, Sums> refusedSums = new HashMap<>();
    for (String line : refused) {
      String[] cells = line.split("\t", -1);
      refusedSums.merge(cells[1], Sums.parse(cells[2], cells[3], cells[4], cells[5]), Sums::plus);
    }
    return new StoredDelivery(rows, distinct, rejected, refused.size(), sums, refusedSums);
  }

  /** Makes a delivery visible, by one row. */
  void publish(DeliveryManifest manifest, StoredDelivery stored, Instant recordedAt) {
    Map<String, Sums> sums = new LinkedHashMap<>(stored.sums());
    if (manifest.getRowsAccepted() > 0) {
      manifest.getSumsList().forEach(each -> sums.putIfAbsent(each.getCurrency(), Sums.ZERO));
    }
    RowBinaryWriter row = new RowBinaryWriter();
    row.string(manifest.getDeliveryId())
        .string(manifest.getSource())
        .string(manifest.getScope().getKind())
        .string(manifest.getScope().getAccount())
        .dateTime64(manifest.getScope().getStartMicros())
        .dateTime64(manifest.getScope().getEndMicros())
        .string(manifest.getDeliveryKind())
        .uint64(manifest.getSequence())
        .string(manifest.getContentHash())
        .string(manifest.getSetId())
        .string(manifest.getFormat())
        .string(manifest.getFocusVersion())
        .string(manifest.getParserVersion())
        .strings(manifest.getFileNamesList())
        .strings(manifest.getFileHashesList())
        .uint64(manifest.getRowsRead())
        .uint64(stored.distinctRows())
        .uint64(stored.rejected() + stored.refused())
        .uint64(manifest.getRowsDuplicate())
        .uint64(manifest.getWarnings());
    Map<String, Sums> duplicates = new LinkedHashMap<>();
    manifest
        .getDuplicateSumsList()
        .forEach(each -> duplicates.put(each.getCurrency(), Sums.fromWire(each)));
    costs(row, duplicates, Sums::billed);
    costs(row, sums, Sums::billed);
    costs(row, present(sums, manifest, CurrencySums::getEffectiveRaw), Sums::effective);
    costs(row, present(sums, manifest, CurrencySums::getListRaw), Sums::list);
    costs(row, present(sums, manifest, CurrencySums::getContractedRaw), Sums::contracted);
    raw(row, manifest, CurrencySums::getBilledRaw);
    raw(row, manifest, CurrencySums::getEffectiveRaw);
    raw(row, manifest, CurrencySums::getListRaw);
    raw(row, manifest, CurrencySums::getContractedRaw);
    row.string(manifest.getRetractedDeliveryId()).string("published").micros(recordedAt);
    insert("deliveries", DELIVERY_COLUMNS, "delivery:" + manifest.getDeliveryId(), row);
  }

  /** Committed checkpoints that readers do not see yet, oldest first. */
  List<Checkpoint> unpublishedCheckpoints() {
    List<Checkpoint> unpublished = new ArrayList<>();
    for (String line : ask("queries/generations", Map.of()).lines().toList()) {
      String[] cells = line.split("\t", -1);
      ask("queries/unpublished_checkpoints", Map.of("job", cells[0], "generation", cells[1]))
          .lines()
          .map(Checkpoint::parse)
          .forEach(unpublished::add);
    }
    return unpublished;
  }

  /** Makes checkpoints visible, all at once. */
  void publish(List<Checkpoint> checkpoints, Instant recordedAt) {
    RowBinaryWriter rows = new RowBinaryWriter();
    for (Checkpoint checkpoint : checkpoints) {
      rows.string(checkpoint.job())
          .uint32(checkpoint.generation())
          .uint64(checkpoint.checkpointId())
          .micros(recordedAt);
    }
    insert(
        "published_checkpoints",
        List.of("job", "job_generation", "checkpoint_id", "recorded_at"),
        "checkpoints:" + recordedAt + checkpoints,
        rows);
  }

  /** Makes an allocation run visible. */
  void publish(RunDraft run, Instant recordedAt) {
    RowBinaryWriter row =
        new RowBinaryWriter()
            .uuid(run.runId())
            .uint64(run.runNo())
            .string(run.reason())
            .string(run.policyVersion())
            .uint64(run.cells())
            .uint64(run.lines())
            .micros(recordedAt);
    insert(
        "allocation_runs",
        List.of("run_id", "run_no", "reason", "policy_version", "cells", "lines", "recorded_at"),
        "run:" + run.runId(),
        row);
  }

  /** Begins a generation of a job. */
  void publish(Generation generation, Instant recordedAt) {
    RowBinaryWriter row =
        new RowBinaryWriter()
            .string(generation.job())
            .uint32(generation.generation())
            .uint32(generation.restoredGeneration())
            .uint64(generation.restoredCheckpointId())
            .micros(recordedAt);
    insert(
        "job_generations",
        List.of(
            "job",
            "job_generation",
            "restored_generation",
            "restored_checkpoint_id",
            "recorded_at"),
        "generation:" + generation.job() + ":" + generation.generation(),
        row);
  }

  /** Stored rows of a delivery; the ledger's own refusals count as rejects. */
  record Arrived(long charges, long rejects) {
    static final Arrived NOTHING = new Arrived(0, 0);

    /** Whether all rows may be there, so that a close look is worth its cost. */
    boolean reaches(DeliveryManifest manifest) {
      return charges + rejects >= manifest.getRowsAccepted() + manifest.getRowsRejected();
    }
  }

  /** A committed checkpoint of a job. */
  record Checkpoint(String job, int generation, long checkpointId) {
    static Checkpoint parse(String line) {
      String[] cells = line.split("\t", -1);
      return new Checkpoint(cells[0], Integer.parseInt(cells[1]), Long.parseLong(cells[2]));
    }
  }

  /** A scope and the newest sequence published in it. */
  record ScopeVersion(
      String source, String kind, String account, long startMicros, long endMicros, long sequence) {
    static ScopeVersion parse(String line) {
      String[] cells = line.split("\t", -1);
      return new ScopeVersion(
          text(cells[0]),
          cells[1],
          text(cells[2]),
          Long.parseLong(cells[3]),
          Long.parseLong(cells[4]),
          Long.parseLong(cells[5]));
    }

    private static String text(String hex) {
      return new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
    }
  }

  private String ask(String query, Map<String, String> parameters) {
    return client.query(SqlText.load(query), parameters);
  }

  private void insert(String table, List<String> columns, String what, RowBinaryWriter rows) {
    UUID token = UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8));
    client.insert(table, columns, token.toString(), rows.toBytes());
  }

  /** The currencies in which any row has the cost; in the others it is missing, not zero. */
  private static Map<String, Sums> present(
      Map<String, Sums> sums, DeliveryManifest manifest, Function<CurrencySums, String> raw) {
    Map<String, Sums> present = new LinkedHashMap<>(sums);
    manifest.getSumsList().stream()
        .filter(each -> raw.apply(each).isEmpty())
        .forEach(each -> present.remove(each.getCurrency()));
    return present;
  }

  private static void costs(
      RowBinaryWriter row, Map<String, Sums> sums, Function<Sums, Amount> cost) {
    row.map(
        sums,
        (currency, each) -> {
          row.string(currency);
          row.decimal256(cost.apply(each).unscaled());
        });
  }

  private static void raw(
      RowBinaryWriter row, DeliveryManifest manifest, Function<CurrencySums, String> cost) {
    List<CurrencySums> present = new ArrayList<>(manifest.getSumsList());
    present.removeIf(each -> cost.apply(each).isEmpty());
    row.size(present.size());
    present.forEach(each -> row.string(each.getCurrency()).string(cost.apply(each)));
  }

  private static Instant fromMicros(String text) {
    return Instant.EPOCH.plus(Long.parseLong(text), ChronoUnit.MICROS);
  }
}
