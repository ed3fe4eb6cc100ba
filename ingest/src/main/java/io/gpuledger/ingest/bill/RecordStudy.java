package io.gpuledger.ingest.bill;

/**
 * What learns from the records of one file before charges are made of any of the set, such as
 * prices or sums that charges of other records need.
 */
@FunctionalInterface
public interface RecordStudy {
  /** Learns from a record. One that cannot be read is passed over: reading it again refuses it. */
  void learn(NativeRecord record);
}
