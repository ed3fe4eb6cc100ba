package io.gpuledger.ingest.delivery;

import com.google.protobuf.ByteString;
import io.gpuledger.cost.charge.DeliveryIdentity;
import io.gpuledger.cost.charge.DeliveryKind;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.charge.Scope;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.ingest.focus.ColumnValue;
import io.gpuledger.ingest.focus.FocusRow;
import io.gpuledger.ingest.wire.DeliveryManifest;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One delivery while its set is read: counts, sums, and whether it brings anything new. */
final class ScopeDelivery {
  private final DeliveryIdentity identity;
  private final String format;
  private final long sequence;
  private final Optional<DeliveryHistory.InForce> same;
  private final DeliveryKind kind;
  private final List<DeliveryHistory.InForce> before;
  private final Set<String> loaded;
  private final TreeSet<String> focusVersions = new TreeSet<>();
  private final Map<ByteString, CostSums> sums = new HashMap<>();
  private final Map<String, CostSums> duplicateSums = new TreeMap<>();
  private final RecordSums records = new RecordSums(FocusRow::control);
  private final RecordSums amortised = new RecordSums(FocusRow::effectiveControl);
  private @Nullable ColumnValue lastCurrency;
  private @Nullable CostSums lastSums;

  /** Blocks of this delivery that are being filled, by month of the charge period. */
  final Map<Integer, BlockBuffer> buffers = new TreeMap<>();

  long accepted;
  long rejected;
  long duplicate;
  long warnings;

  ScopeDelivery(
      DeliveryIdentity identity,
      String format,
      DeliveryHistory.ScopeHistory history,
      DeliveryKind kind) {
    this(identity, format, history, kind, Set.of());
  }

  /**
   * A delivery that adds to others.
   *
   * @param loaded hashes of the files of the set that those brought already; with no file but these
   *     there is nothing new
   */
  ScopeDelivery(
      DeliveryIdentity identity,
      String format,
      DeliveryHistory.ScopeHistory history,
      DeliveryKind kind,
      Set<String> loaded) {
    boolean nothingNew = !loaded.isEmpty() && loaded.containsAll(identity.fileHashes());
    this.loaded = nothingNew ? Set.of() : loaded;
    this.identity = nothingNew ? identity : without(identity, loaded);
    this.format = format;
    this.sequence = history.lastSequence() + 1;
    this.kind = kind;
    this.before = history.inForce();
    String content = this.identity.contentHash();
    this.same =
        history.inForce().stream()
            .filter(
                inForce ->
                    nothingNew ? inForce.rowsAccepted() > 0 : inForce.contentHash().equals(content))
            .findFirst();
  }

  /** Files that were loaded before are no part of what the delivery brings. */
  private static DeliveryIdentity without(DeliveryIdentity whole, Set<String> loaded) {
    List<String> fresh =
        whole.fileHashes().stream().filter(hash -> !loaded.contains(hash)).toList();
    return new DeliveryIdentity(whole.source(), whole.scope(), fresh, whole.parserVersion());
  }

  /** Whether a delivery in force brought the file, so that its rows would count twice. */
  boolean loadedBefore(String hash) {
    return loaded.contains(hash);
  }

  /** Counts a row that a delivery in force brought already. */
  void addLoadedBefore(FocusRow row) {
    addLeftOut(row);
  }

  Scope scope() {
    return identity.scope();
  }

  /** Whether a delivery of the same content is in force, so that nothing is sent. */
  boolean unchanged() {
    return same.isPresent();
  }

  String deliveryId() {
    return same.map(DeliveryHistory.InForce::deliveryId)
        .orElseGet(() -> identity.deliveryId(sequence));
  }

  void add(FocusRow row, String focusVersion) {
    accepted++;
    warnings += row.warnings();
    focusVersions.add(focusVersion);
    ColumnValue currency = Objects.requireNonNull(row.cell(FocusColumn.BILLING_CURRENCY));
    if (!currency.equals(lastCurrency) || lastSums == null) {
      lastCurrency = currency;
      lastSums = sums.computeIfAbsent(currency.encoded(), added -> new CostSums());
    }
    lastSums.add(row);
    addRecord(RecordSums.Fate.LOADED, row);
  }

  /** Counts a row whose money another row of the set tells as well. */
  void addToldElsewhere(FocusRow row) {
    addLeftOut(row);
    // It is not missing: by the rule of the provider both records belong to the sums.
    addRecord(RecordSums.Fate.LOADED, row);
  }

  /** Counts a row that was in the set before, and what it would have added. */
  void addDuplicate(FocusRow row) {
    addLeftOut(row);
    addRecord(RecordSums.Fate.REPEATED, row);
  }

  private void addRecord(RecordSums.Fate fate, FocusRow row) {
    records.add(fate, row);
    amortised.add(fate, row);
  }

  private void addLeftOut(FocusRow row) {
    duplicate++;
    ColumnValue currency = Objects.requireNonNull(row.cell(FocusColumn.BILLING_CURRENCY));
    duplicateSums
        .computeIfAbsent(currency.encoded().toStringUtf8(), added -> new CostSums())
        .add(row);
  }

  /** Costs of the repeated rows that were left out, by currency code, in its order. */
  Map<String, CostSums> duplicateSums() {
    return duplicateSums;
  }

  /**
   * Counts a record that was refused.
   *
   * @param row what could be read of it
   */
  void addRejected(Optional<FocusRow> row, String focusVersion) {
    rejected++;
    row.ifPresent(read -> addRecord(RecordSums.Fate.REJECTED, read));
    if (!focusVersion.isEmpty()) {
      focusVersions.add(focusVersion);
    }
  }

  /** Sums by currency code, in its order. */
  Map<String, CostSums> sumsByCurrency() {
    TreeMap<String, CostSums> ordered = new TreeMap<>();
    sums.forEach((currency, sum) -> ordered.put(currency.toStringUtf8(), sum));
    return ordered;
  }

  /** What its records come to by the provider's own rule. */
  RecordSums records() {
    return records;
  }

  /** The same of the amortised cost; empty where the format has no sum of it. */
  RecordSums amortisedRecords() {
    return amortised;
  }

  /** Where its charges and records differ, in words, by currency code in its order. */
  Map<String, String> differences() {
    return records.differences(asRead(0));
  }

  /** The same of the amortised cost. */
  Map<String, String> amortisedDifferences() {
    return amortised.differences(asRead(1));
  }

  private Map<String, BigDecimal> asRead(int cost) {
    Map<String, BigDecimal> costs = new TreeMap<>();
    sumsByCurrency().forEach((currency, sum) -> costs.put(currency, sum.asRead(cost)));
    return costs;
  }

  /** The word of the format of its files. */
  String format() {
    return format;
  }

  String focusVersion() {
    return String.join(",", focusVersions);
  }

  /**
   * What the delivery does to its scope. One without an accepted row never replaces anything, so
   * that a file of faults cannot empty a month; only an emptying that was asked for does.
   */
  DeliveryKind effectiveKind(boolean emptied) {
    return accepted == 0 && !emptied ? DeliveryKind.APPEND : kind;
  }

  /**
   * Whether what this version replaces had far more.
   *
   * @param share what is far less
   */
  Optional<String> farLess(boolean emptied, Amount share) {
    if (unchanged() || emptied || effectiveKind(false) != DeliveryKind.OVERWRITE) {
      return Optional.empty();
    }
    Map<String, Amount> billed = new TreeMap<>();
    sumsByCurrency().forEach((code, of) -> of.sum(0).ifPresent(amount -> billed.put(code, amount)));
    return FarLess.of(accepted, billed, before, share);
  }

  /** The manifest with its identity; counts and sums are set by the caller when it closes. */
  DeliveryManifest.Builder manifest(DeliveryManifest.Event event, Instant at) {
    return DeliveryManifest.newBuilder()
        .setEvent(event)
        .setDeliveryId(deliveryId())
        .setSource(identity.source())
        .setScope(toWire(scope()))
        .setDeliveryKind(kind.text())
        .setSequence(sequence)
        .setContentHash(identity.contentHash())
        .setFormat(format)
        .setFocusVersion(focusVersion())
        .setParserVersion(identity.parserVersion())
        .addAllFileHashes(identity.fileHashes())
        .setOccurredAtMicros(ChronoUnit.MICROS.between(Instant.EPOCH, at));
  }

  static io.gpuledger.ingest.wire.Scope toWire(Scope scope) {
    return io.gpuledger.ingest.wire.Scope.newBuilder()
        .setKind(scope.kind().text())
        .setAccount(scope.account())
        .setStartMicros(ChronoUnit.MICROS.between(Instant.EPOCH, scope.start()))
        .setEndMicros(ChronoUnit.MICROS.between(Instant.EPOCH, scope.end()))
        .build();
  }
}
