package io.gpuledger.ingest.bill;

import java.util.Map;
import java.util.Set;

/** What makes charges of the records of one file. */
public interface RecordCharges {
  /**
   * Columns of the file that are kept as they are in every charge of a record: those that no column
   * of FOCUS takes over whole.
   *
   * @return name of the provider column, with {@code x_}, by position
   */
  Map<Integer, String> kept();

  /** Provider columns, with {@code x_}, that the mapper writes itself. */
  Set<String> added();

  /**
   * Writes the charges of a record: the first is begun, further ones follow {@link
   * ChargeWriter#another}. A record without money of its own is a charge of zero, so that what was
   * read is what was stored.
   */
  void map(NativeRecord record, ChargeWriter charge);
}
