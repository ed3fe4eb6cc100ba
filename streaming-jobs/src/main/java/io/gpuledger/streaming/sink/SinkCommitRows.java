package io.gpuledger.streaming.sink;

import java.time.Instant;
import java.util.List;

/** Rows of table {@code sink_commits}: one a block. */
final class SinkCommitRows {
  static final String TABLE = "sink_commits";

  static final List<String> COLUMNS =
      List.of(
          "token",
          "job",
          "job_generation",
          "checkpoint_id",
          "table_name",
          "partition_month",
          "rows",
          "bytes",
          "crc32c",
          "committed_at");

  private final RowBinaryWriter out = new RowBinaryWriter(1024);
  private final Instant committedAt;

  SinkCommitRows(Instant committedAt) {
    this.committedAt = committedAt;
  }

  void add(SpooledBlock block) {
    out.uuid(block.tokenId())
        .string(block.job())
        .uint32(block.generation())
        .uint64(block.checkpointId())
        .string(block.table())
        .uint32(block.month())
        .uint64(block.rows())
        .uint64(block.bytes())
        .uint32(block.crc32c())
        .micros(committedAt);
  }

  byte[] toRowBinary() {
    return out.toBytes();
  }
}
