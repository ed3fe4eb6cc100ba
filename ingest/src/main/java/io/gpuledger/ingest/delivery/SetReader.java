package io.gpuledger.ingest.delivery;

import io.gpuledger.cost.charge.DeliveryIdentity;
import io.gpuledger.cost.charge.DeliveryKind;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.charge.Scope;
import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.focus.BillFile;
import io.gpuledger.ingest.focus.ColumnSlots;
import io.gpuledger.ingest.focus.FocusRow;
import io.gpuledger.ingest.focus.FocusVersion;
import io.gpuledger.ingest.focus.ReadNote;
import io.gpuledger.ingest.focus.RefusedRow;
import io.gpuledger.ingest.focus.RowHandler;
import io.gpuledger.ingest.format.BillSet;
import io.gpuledger.ingest.wire.DeliveryManifest;
import io.gpuledger.ingest.wire.Reject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Takes the rows of a set, gives each to its delivery, and sends blocks, rejects and manifests. */
final class SetReader implements RowHandler, AutoCloseable {
  /** Most rows that wait in blocks being filled, over all scopes. */
  static final int MAX_BUFFERED_ROWS = 64_000;

  /** Most bytes of cells that wait. */
  static final long MAX_BUFFERED_BYTES = 64L << 20;

  /** Most scopes of a set; all rows of further ones are refused. */
  static final int MAX_SCOPES = 100_000;

  /** Most notes that are told. */
  static final int MAX_NOTES = 1_000;

  private static final long DAY_MICROS = 86_400_000_000L;

  private final ImportRequest request;
  private final List<String> hashes;
  private final DeliveryHistory history;
  private final DeliverySink sink;
  private final InstantSource clock;
  private final BillSet files;
  private final ColumnSlots slots;
  private final Progress progress;
  private final String setId;
  private final List<String> fileNames;
  private final BlockEncoder encoder;
  private final RowFingerprints fingerprints = new RowFingerprints();
  private final TreeMap<Scope, ScopeDelivery> deliveries = new TreeMap<>();
  private final TreeMap<Scope, ScopeDelivery> emptied = new TreeMap<>();
  private final ScopeFinder finder;
  private final ImportReport.Rejects rejects = new ImportReport.Rejects();

  private final List<ReadNote> notes = new ArrayList<>();

  private String focusVersion = "";
  private String hash = "";
  private boolean repeatedFile;
  private boolean toldLoaded;
  private int bufferedRows;
  private long bufferedBytes;
  private long lastDay = Long.MIN_VALUE;
  private int lastMonth;

  SetReader(
      ImportRequest request,
      BillSet files,
      List<String> hashes,
      DeliveryHistory history,
      DeliverySink sink,
      InstantSource clock,
      Progress progress) {
    this.request = request;
    this.hashes = hashes;
    this.history = history;
    this.sink = sink;
    this.clock = clock;
    this.files = files;
    this.slots = files.slots();
    this.progress = progress;
    this.setId = BillImport.identity(request, files, Scope.UNKNOWN, hashes).contentHash();
    this.fileNames = request.files().stream().map(BillFile::name).toList();
    this.encoder = new BlockEncoder(request.source(), slots);
    this.finder = new ScopeFinder(request.scopeKind(), this::openWithinLimit);
  }

  /**
   * Begins a file.
   *
   * @param index its position in the set
   * @param repeated whether it tells only what an earlier one of the same content does
   */
  void startFile(int index, boolean repeated) {
    focusVersion = "";
    hash = hashes.get(index);
    repeatedFile = repeated;
    toldLoaded = false;
  }

  @Override
  public void opened(FocusVersion version) {
    focusVersion = version.text();
  }

  @Override
  public void accepted(FocusRow row) {
    progress.row();
    ScopeDelivery delivery = finder.find(row);
    if (delivery == null) {
      // The reader accepts only rows with a scope, so it is one too many.
      refuseScope(row);
      return;
    }
    if (delivery.loadedBefore(hash)) {
      isRepeat(row);
      delivery.addLoadedBefore(row);
      tellLoaded(row);
      return;
    }
    boolean copied = repeatedFile && !row.identified();
    if (row.toldElsewhere() && !copied) {
      delivery.addToldElsewhere(row);
      return;
    }
    if (isRepeat(row)) {
      delivery.addDuplicate(row);
      return;
    }
    delivery.add(row, focusVersion);
    if (delivery.unchanged()) {
      return;
    }
    int month = month(Objects.requireNonNull(row.cell(FocusColumn.CHARGE_PERIOD_START)).low());
    BlockBuffer buffer = delivery.buffers.computeIfAbsent(month, added -> new BlockBuffer());
    buffer.add(row);
    bufferedRows++;
    bufferedBytes += row.bytes();
    if (buffer.isFull()) {
      send(delivery, buffer);
    }
    if (bufferedRows >= MAX_BUFFERED_ROWS || bufferedBytes >= MAX_BUFFERED_BYTES) {
      sendRest();
    }
  }

  private void tellLoaded(FocusRow row) {
    if (!toldLoaded) {
      toldLoaded = true;
      noted(
          new ReadNote(
              ReadNote.Kind.LOADED_BEFORE,
              Location.ofInput(fileNames.get((int) (row.rowNo() >>> 32))),
              "the file was loaded before and is in force, so its rows are not added once more;"
                  + " to read it anew, import all files of the period with --replace-period"));
    }
  }

  /** Whether the set has told the row before. */
  private boolean isRepeat(FocusRow row) {
    return row.identified()
        ? !fingerprints.add(row.printA(slots), row.printB(slots))
        : repeatedFile;
  }

  @Override
  public void refused(RefusedRow row) {
    progress.row();
    ScopeDelivery delivery = row.row().map(finder::find).orElse(null);
    if (delivery == null) {
      delivery = open(Scope.UNKNOWN);
    }
    if (repeatedFile || delivery.loadedBefore(hash)) {
      delivery.duplicate++;
      return;
    }
    delivery.addRejected(row.row(), focusVersion);
    rejects.add(row.problem());
    if (!delivery.unchanged()) {
      sink.reject(toWire(row, delivery.deliveryId()));
    }
  }

  @Override
  public void noted(ReadNote note) {
    if (notes.size() < MAX_NOTES) {
      notes.add(note);
    }
  }

  private void refuseScope(FocusRow row) {
    refused(
        new RefusedRow(
            row.rowNo(),
            new Problem(
                ProblemCode.INPUT_TOO_LARGE,
                Location.ofInput(fileNames.get((int) (row.rowNo() >>> 32))),
                FocusColumn.BILLING_ACCOUNT_ID.focusName(),
                "record %d: the set has more than %d accounts and periods; split it"
                    .formatted(row.rowNo() & 0xFFFF_FFFFL, MAX_SCOPES),
                ""),
            java.util.Optional.empty()));
  }

  /** Rows of scopes that are open go on being read: a scope is read whole or not at all. */
  private @Nullable ScopeDelivery openWithinLimit(Scope scope) {
    return deliveries.size() >= MAX_SCOPES ? null : open(scope);
  }

  private ScopeDelivery open(Scope scope) {
    ScopeDelivery known = deliveries.get(scope);
    if (known != null) {
      return known;
    }
    ScopeDelivery opened = create(scope);
    deliveries.put(scope, opened);
    return opened;
  }

  private ScopeDelivery create(Scope scope) {
    DeliveryIdentity identity = BillImport.identity(request, files, scope, hashes);
    DeliveryHistory.ScopeHistory before = history.of(request.source(), scope);
    ScopeDelivery created =
        new ScopeDelivery(
            identity, files.format(), before, request.kind(), loaded(identity, before));
    if (!created.unchanged()) {
      sink.manifest(manifest(created, DeliveryManifest.Event.OPENED).build());
    }
    return created;
  }

  /**
   * Files of the set that a delivery in force brought to the scope, where the format adds to it: in
   * another set they would count again. The very same set is found by its content.
   */
  private Set<String> loaded(DeliveryIdentity identity, DeliveryHistory.ScopeHistory before) {
    Scope scope = identity.scope();
    boolean adds = request.kind() == DeliveryKind.APPEND && files.deliveryKind().isPresent();
    String content = identity.contentHash();
    if (!adds
        || scope.kind() == Scope.Kind.UNKNOWN
        || before.inForce().stream().anyMatch(known -> known.contentHash().equals(content))) {
      return Set.of();
    }
    Set<String> loaded = new HashSet<>(history.filesInForce(request.source(), scope));
    loaded.retainAll(Set.copyOf(hashes));
    return loaded;
  }

  /** Publishes nothing for a scope that the set lacks, so that it is empty from now on. */
  void empty(Scope scope) {
    emptied.put(scope, create(scope));
  }

  Set<Scope> scopes() {
    return Set.copyOf(deliveries.keySet());
  }

  /** Sends the blocks that are being filled, in the order of scopes and months. */
  void sendRest() {
    for (ScopeDelivery delivery : deliveries.values()) {
      for (BlockBuffer buffer : delivery.buffers.values()) {
        if (buffer.size() > 0) {
          send(delivery, buffer);
        }
      }
      delivery.buffers.clear();
    }
  }

  private void send(ScopeDelivery delivery, BlockBuffer buffer) {
    bufferedRows -= buffer.size();
    bufferedBytes -= buffer.bytes();
    sink.charges(encoder.encode(delivery.deliveryId(), buffer.take()));
  }

  /** Sends the closing manifests after everything else is safe. */
  ImportReport close(List<Scope> missing) {
    sink.flush();
    List<ImportReport.Delivery> reported = new ArrayList<>();
    deliveries.values().forEach(delivery -> reported.add(closeOne(delivery, false)));
    emptied.values().forEach(delivery -> reported.add(closeOne(delivery, true)));
    sink.flush();
    return new ImportReport(setId, reported, rejects.listed(), rejects.count(), missing, notes);
  }

  private ImportReport.Delivery closeOne(ScopeDelivery delivery, boolean isEmptied) {
    delivery
        .farLess(isEmptied, request.farLessThan())
        .ifPresent(
            less ->
                noted(
                    new ReadNote(
                        ReadNote.Kind.FAR_LESS,
                        Location.ofInput(String.join(", ", fileNames)),
                        delivery.scope().account()
                            + " from "
                            + delivery.scope().start()
                            + " on: "
                            + less)));
    delivery
        .differences()
        .forEach((currency, message) -> noteDifference(delivery, currency, message));
    delivery
        .amortisedDifferences()
        .forEach(
            (currency, message) ->
                noteDifference(delivery, currency, "in amortised cost, " + message));
    if (!delivery.unchanged()) {
      DeliveryManifest.Builder closed =
          manifest(delivery, DeliveryManifest.Event.CLOSED)
              .setDeliveryKind(delivery.effectiveKind(isEmptied).text())
              .setRowsRead(delivery.accepted + delivery.rejected)
              .setRowsAccepted(delivery.accepted)
              .setRowsRejected(delivery.rejected)
              .setRowsDuplicate(delivery.duplicate)
              .setWarnings(delivery.warnings);
      delivery.sumsByCurrency().forEach((currency, sums) -> closed.addSums(sums.toWire(currency)));
      delivery
          .duplicateSums()
          .forEach((currency, sums) -> closed.addDuplicateSums(sums.billedToWire(currency)));
      sink.manifest(closed.build());
    }
    return ImportReport.Delivery.of(request.source(), delivery, delivery.effectiveKind(isEmptied));
  }

  private void noteDifference(ScopeDelivery delivery, String currency, String message) {
    noted(
        new ReadNote(
            ReadNote.Kind.SUM_DIFFERS,
            Location.ofInput(String.join(", ", fileNames)),
            "%s from %s on, %s: %s"
                .formatted(
                    delivery.scope().account(), delivery.scope().start(), currency, message)));
  }

  private DeliveryManifest.Builder manifest(ScopeDelivery delivery, DeliveryManifest.Event event) {
    return delivery.manifest(event, clock.instant()).setSetId(setId).addAllFileNames(fileNames);
  }

  private Reject toWire(RefusedRow row, String deliveryId) {
    Problem problem = row.problem();
    return Reject.newBuilder()
        .setSource(request.source())
        .setDeliveryId(deliveryId)
        .setSetId(setId)
        .setRowNo(row.rowNo())
        .setFile(problem.location().input())
        .setLine(problem.location().line())
        .setColumn(problem.location().column())
        .setField(problem.field())
        .setCode(problem.code().name())
        .setMessage(problem.message())
        .setRawText(problem.rawText())
        .setOccurredAtMicros(ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()))
        .build();
  }

  /** Year x 100 + month of an instant. */
  private int month(long micros) {
    long day = Math.floorDiv(micros, DAY_MICROS);
    if (day != lastDay) {
      LocalDate date = LocalDate.ofEpochDay(day);
      lastDay = day;
      lastMonth = date.getYear() * 100 + date.getMonthValue();
    }
    return lastMonth;
  }

  @Override
  public void close() {
    fingerprints.close();
  }
}
