package io.gpuledger.ingest.delivery;

import io.gpuledger.cost.charge.DeliveryIdentity;
import io.gpuledger.cost.charge.DeliveryKind;
import io.gpuledger.cost.charge.Scope;
import io.gpuledger.ingest.focus.BillFile;
import io.gpuledger.ingest.format.BillSet;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Imports a delivery set in two passes: the first hashes every file, the last reads the rows and
 * sends them as it goes. Between them stands a third where a set is loaded whole or not at all,
 * since what was sent cannot be taken back, and a fourth where charges need what other records of
 * the set say. Memory does not grow with the number of rows; a format that learns has a limit of
 * its own.
 *
 * <p>A scope whose content is in force already is read and counted but not sent.
 */
public final class BillImport {
  private static final int HASH_BUFFER = 1 << 17;

  private final DeliverySink sink;
  private final InstantSource clock;

  public BillImport(DeliverySink sink, InstantSource clock) {
    this.sink = sink;
    this.clock = clock;
  }

  /**
   * Reads and sends a set; returns when everything is safe in the sink.
   *
   * @throws IOException if a file cannot be read from disk; what was sent by then is never
   *     published, and the import can be repeated
   */
  public ImportReport run(ImportRequest asked, DeliveryHistory history, ImportListener listener)
      throws IOException {
    BillSet found = BillSet.of(asked.files(), asked.format(), asked.computedFloats());
    ImportRequest request = asked.of(found.files()).cutBy(found.scope().orElse(asked.scopeKind()));
    // What takes the place of a period replaces it, whatever its source does else.
    request =
        request.kindOf(
            request.replacePeriod()
                ? DeliveryKind.OVERWRITE
                : found.deliveryKind().orElse(asked.kind()));
    boolean checks = found.mustBeWhole(request.kind(), request.whole());
    Progress progress =
        new Progress(request, 2 + (checks ? 1 : 0) + (found.studies() ? 1 : 0), listener);
    List<String> hashes = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    List<Boolean> repeated = new ArrayList<>();
    for (BillFile file : request.files()) {
      String hash = hash(file, progress);
      hashes.add(hash);
      repeated.add(!seen.add(hash));
    }
    BillSet whole = checks ? found.whole(request.whole(), progress::bytes) : found;
    BillSet files = whole.learned(repeated, progress::bytes);
    try (SetReader set = new SetReader(request, files, hashes, history, sink, clock, progress)) {
      List<Boolean> copies = copies(hashes, files);
      for (int i = 0; i < request.files().size(); i++) {
        set.startFile(i, copies.get(i));
        files.read(i, set, progress::bytes);
      }
      set.sendRest();
      List<Scope> missing = missing(request, history, set.scopes());
      if (request.replacePeriod()) {
        missing.forEach(set::empty);
      }
      ImportReport report = set.close(request.replacePeriod() ? List.of() : missing);
      progress.done();
      return report;
    }
  }

  /** Which files tell only what an earlier one of the same content does. */
  private static List<Boolean> copies(List<String> hashes, BillSet files) {
    Map<String, List<Integer>> told = new HashMap<>();
    List<Boolean> copies = new ArrayList<>();
    for (int i = 0; i < hashes.size(); i++) {
      int file = i;
      List<Integer> same = told.computeIfAbsent(hashes.get(i), added -> new ArrayList<>());
      boolean copy = same.stream().anyMatch(earlier -> files.isCopy(file, earlier));
      if (!copy) {
        same.add(i);
      }
      copies.add(copy);
    }
    return copies;
  }

  /** Scopes in force of the set's periods whose account the set lacks. */
  private static List<Scope> missing(
      ImportRequest request, DeliveryHistory history, Set<Scope> scopes) {
    if (request.kind() != DeliveryKind.OVERWRITE) {
      return List.of();
    }
    return history.inForce(request.source()).stream()
        .filter(scope -> scope.kind() == request.scopeKind() && !scopes.contains(scope))
        .filter(
            scope ->
                scopes.stream()
                    .anyMatch(
                        own -> own.start().equals(scope.start()) && own.end().equals(scope.end())))
        .sorted()
        .toList();
  }

  /** SHA-256 of the decompressed bytes; of a damaged file, of those that can be had. */
  private static String hash(BillFile file, Progress progress) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[HASH_BUFFER];
    boolean packed = file.packing() != BillFile.Packing.PLAIN;
    try (InputStream in = file.open(progress::bytes)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    } catch (IOException e) {
      if (!packed) {
        throw e;
      }
      // The second pass says what is wrong with it. A damaged file never equals a whole one.
      digest.update((byte) 0);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * The identity of one scope of the set. What the request says about reading and loading is part
   * of it: the same files under another configuration are another delivery.
   */
  static DeliveryIdentity identity(
      ImportRequest request, BillSet files, Scope scope, List<String> hashes) {
    String profile =
        files.parserVersion()
            + "/"
            + request.kind().text()
            + (request.computedFloats() ? "/computed-floats" : "");
    return new DeliveryIdentity(request.source(), scope, hashes, profile);
  }
}
