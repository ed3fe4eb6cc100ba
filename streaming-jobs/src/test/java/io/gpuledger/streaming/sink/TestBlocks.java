package io.gpuledger.streaming.sink;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Settings and blocks for the sink's tests. */
final class TestBlocks {
  private TestBlocks() {}

  static SinkSettings settings(Path directory, int blockRows) {
    return new SinkSettings(
        "billing",
        3,
        "launch-1",
        directory.toUri().toString(),
        "http://127.0.0.1:1",
        "internal",
        "secret",
        blockRows,
        SinkSettings.BLOCK_BYTES_LIMIT);
  }

  /** A block of rows numbered from 0. */
  static SpooledBlock block(Path directory, String table, long checkpointId, int rows)
      throws Exception {
    List<byte[]> all = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      all.add(new RowBinaryWriter().string("s").string("d").uint64(row).toBytes());
    }
    return block(
        directory, new TableLayout(table, SampleTable.LAYOUT.columns()), checkpointId, all, 1);
  }

  /** A block of checkpoint 4 that holds these rows several times. */
  static SpooledBlock block(Path directory, TableLayout layout, List<byte[]> rows, int copies)
      throws Exception {
    return block(directory, layout, 4, rows, copies);
  }

  private static SpooledBlock block(
      Path directory, TableLayout layout, long checkpointId, List<byte[]> rows, int copies)
      throws Exception {
    org.apache.flink.core.fs.Path path =
        new org.apache.flink.core.fs.Path(
            directory.toUri() + "/billing/launch-1/" + UUID.randomUUID());
    SpoolFile.Writer file = new SpoolFile.Writer(path, layout);
    for (int copy = 0; copy < copies; copy++) {
      for (byte[] row : rows) {
        file.row(row, 0, row.length);
      }
    }
    file.close();
    return new SpooledBlock(
        UUID.randomUUID().toString(),
        "billing",
        3,
        checkpointId,
        "launch-1",
        layout.table(),
        202609,
        path.toString(),
        file.bytes(),
        file.crc32c(),
        file.rows());
  }

  /** Some rows of a block, each followed by its generation and checkpoint id, in RowBinary. */
  static InputStream rows(SpooledBlock block, long from, long to) throws IOException {
    byte[] suffix =
        new RowBinaryWriter().uint32(block.generation()).uint64(block.checkpointId()).toBytes();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (SpoolRows rows = SpoolFile.openRows(block, from)) {
      for (long i = from; i < to; i++) {
        rows.next();
        out.write(rows.array(), rows.offset(), rows.length());
        out.write(suffix);
      }
    }
    return new ByteArrayInputStream(out.toByteArray());
  }

  /** Row number, generation and checkpoint of each row as it would be inserted. */
  static List<Map<String, String>> rowsOf(SpooledBlock block) throws Exception {
    List<TableLayout.Column> columns = new ArrayList<>(SampleTable.LAYOUT.columns());
    columns.add(new TableLayout.Column("generation", "UInt32"));
    columns.add(new TableLayout.Column("checkpoint", "UInt64"));
    try (InputStream in = rows(block, 0, block.rows())) {
      List<Map<String, String>> rows = new ArrayList<>();
      for (Map<String, String> row :
          RowBinaryReader.readAll(new TableLayout(block.table(), columns), in.readAllBytes())) {
        Map<String, String> kept = new TreeMap<>(row);
        kept.remove("source");
        kept.remove("delivery_id");
        rows.add(kept);
      }
      return rows;
    }
  }
}
