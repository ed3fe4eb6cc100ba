package io.gpuledger.streaming.sink;

import java.io.Serializable;

/**
 * Where a job's sink spools and inserts.
 *
 * @param job the job's name, as in {@code sink_commits}
 * @param generation the job's generation
 * @param launch a name of this launch of the job, never used before; spool files of other launches
 *     that no checkpoint refers to are removed
 * @param spoolDirectory a URI of Flink's FileSystem: the data directory or shared storage
 * @param ledgerUrl the engine's endpoint
 * @param ledgerUser user of the internal door
 * @param ledgerPassword its password; a secret, never logged
 * @param blockRowsMax rows a block at most
 * @param blockBytesMax bytes a block at most, so that the engine never cuts a block
 */
public record SinkSettings(
    String job,
    int generation,
    String launch,
    String spoolDirectory,
    String ledgerUrl,
    String ledgerUser,
    String ledgerPassword,
    int blockRowsMax,
    long blockBytesMax)
    implements Serializable {

  /** The engine cuts inserts at 1,048,449 rows; a cut block could not be deduplicated. */
  public static final int BLOCK_ROWS_LIMIT = 1_000_000;

  /** The engine cuts inserts at 256 MiB of column data, about twice the RowBinary form. */
  public static final long BLOCK_BYTES_LIMIT = 96L << 20;

  public SinkSettings {
    if (blockRowsMax < 1 || blockRowsMax > BLOCK_ROWS_LIMIT) {
      throw new IllegalArgumentException("blockRowsMax must be 1 to 1,000,000: " + blockRowsMax);
    }
    if (blockBytesMax < 1 || blockBytesMax > BLOCK_BYTES_LIMIT) {
      throw new IllegalArgumentException("blockBytesMax must be 1 to 96 MiB: " + blockBytesMax);
    }
  }

  /** The directory of this launch's spool files. */
  String launchDirectory() {
    return jobDirectory() + "/" + launch;
  }

  /** The directory of all launches of the job. */
  String jobDirectory() {
    return spoolDirectory + "/" + job;
  }

  @Override
  public String toString() {
    return "SinkSettings[" + job + ", generation " + generation + ", " + spoolDirectory + "]";
  }
}
