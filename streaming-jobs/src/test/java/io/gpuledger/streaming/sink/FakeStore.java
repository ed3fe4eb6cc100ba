package io.gpuledger.streaming.sink;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A ledger in memory that drops known tokens, can be away and refuses rows whose number is bad. */
final class FakeStore implements BlockStore {
  final Map<String, List<Map<String, String>>> rows = new HashMap<>();
  final Set<UUID> tokens = new HashSet<>();
  final Set<UUID> committed = new HashSet<>();
  final Deque<AwayException> away = new ArrayDeque<>();
  final Set<String> badNumbers = new HashSet<>();
  int inserts;

  @Override
  public synchronized void insert(String table, List<String> columns, UUID token, RowsSource source)
      throws AwayException, RefusedException, IOException {
    inserts++;
    if (!away.isEmpty()) {
      throw away.pop();
    }
    List<Map<String, String>> read = read(table, source);
    for (Map<String, String> row : read) {
      if (table.equals("charges") && badNumbers.contains(row.get("row_no"))) {
        throw new RefusedException("bad row", new IllegalArgumentException("bad"));
      }
    }
    if (tokens.add(token)) {
      rows.computeIfAbsent(table, name -> new ArrayList<>()).addAll(read);
    }
  }

  @Override
  public void insertRows(SpooledBlock block, TableLayout layout, long from, long to, UUID token)
      throws AwayException, RefusedException, IOException {
    insert(block.table(), List.of(), token, () -> TestBlocks.rows(block, from, to));
  }

  @Override
  public Set<UUID> committed(String job, int generation, long checkpointId) {
    return committed;
  }

  @Override
  public void close() {}

  List<Map<String, String>> table(String name) {
    return rows.getOrDefault(name, List.of());
  }

  private static List<Map<String, String>> read(String table, RowsSource source)
      throws IOException {
    TableLayout layout =
        switch (table) {
          case "charges" -> SampleTable.LAYOUT;
          case "rejects" -> RefusedRow.LAYOUT;
          default ->
              TableLayout.of(
                  table,
                  "token UUID",
                  "job String",
                  "generation UInt32",
                  "checkpoint UInt64",
                  "table_name String",
                  "partition_month UInt32",
                  "rows UInt64",
                  "bytes UInt64",
                  "crc32c UInt32",
                  "committed_at DateTime64(6, 'UTC')");
        };
    List<TableLayout.Column> columns = new ArrayList<>(layout.columns());
    if (!table.equals("sink_commits")) {
      columns.add(new TableLayout.Column("generation", "UInt32"));
      columns.add(new TableLayout.Column("checkpoint", "UInt64"));
    }
    try (InputStream in = source.open()) {
      return RowBinaryReader.readAll(new TableLayout(table, columns), in.readAllBytes());
    }
  }
}
