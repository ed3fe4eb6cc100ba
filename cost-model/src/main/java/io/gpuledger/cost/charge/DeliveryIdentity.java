package io.gpuledger.cost.charge;

import io.gpuledger.cost.identity.ContentId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What makes two deliveries the same: source, scope, the content of the set's files in their order,
 * the parser that read them and how it was told to. The sequence in the scope tells versions of the
 * same content apart.
 *
 * @param source configured name of the origin
 * @param scope what the delivery covers
 * @param fileHashes SHA-256 of each decompressed file, lower-case hex, in the order of the set
 * @param parserVersion changes whenever the same files would be read or loaded differently, be it
 *     by other code or by another configuration
 */
public record DeliveryIdentity(
    String source, Scope scope, List<String> fileHashes, String parserVersion) {
  public DeliveryIdentity {
    fileHashes = List.copyOf(fileHashes);
  }

  /** All of the identity but the sequence: equal for a delivery that brings nothing new. */
  public String contentHash() {
    return ContentId.of(fields());
  }

  /**
   * The id of the version with this sequence.
   *
   * @param sequence one more than the scope's last published version, from 1
   */
  public String deliveryId(long sequence) {
    if (sequence < 1) {
      throw new IllegalArgumentException("sequence " + sequence + " is below 1");
    }
    List<String> fields = fields();
    fields.add(Long.toString(sequence));
    return ContentId.of(fields);
  }

  private List<String> fields() {
    List<String> fields = new ArrayList<>();
    fields.add(source);
    fields.add(scope.kind().text());
    fields.add(scope.account());
    fields.add(micros(scope.start()));
    fields.add(micros(scope.end()));
    fields.addAll(fileHashes);
    fields.add(parserVersion);
    return fields;
  }

  private static String micros(Instant at) {
    return Long.toString(Math.addExact(at.getEpochSecond() * 1_000_000, at.getNano() / 1_000));
  }
}
