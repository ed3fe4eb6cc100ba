package io.gpuledger.streaming.sink;

import java.util.UUID;

/**
 * A reference to a closed spool file: what a checkpoint holds of the rows it covers. Flat, because
 * it travels in a Flink stream.
 *
 * @param token the insert's deduplication token, a random UUID made once
 * @param job the job's name
 * @param generation the job's generation
 * @param checkpointId the checkpoint that covers the rows
 * @param launch the launch of the job that wrote the file
 * @param table the table
 * @param month the monthly partition
 * @param path the spool file
 * @param bytes length of the file
 * @param crc32c CRC32C of the whole file, unsigned
 * @param rows number of rows
 */
public record SpooledBlock(
    String token,
    String job,
    int generation,
    long checkpointId,
    String launch,
    String table,
    int month,
    String path,
    long bytes,
    long crc32c,
    long rows) {

  UUID tokenId() {
    return UUID.fromString(token);
  }
}
