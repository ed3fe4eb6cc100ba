package io.gpuledger.streaming.sink;

import io.gpuledger.streaming.fault.FaultPoint;
import io.gpuledger.streaming.sink.BlockStore.AwayException;
import io.gpuledger.streaming.sink.BlockStore.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.core.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inserts the blocks of complete checkpoints, table by table, then writes their {@code
 * sink_commits} rows in one insert.
 *
 * <p>While the ledger is away it waits, however long. A refused block is split down to its bad
 * rows, which go to {@code rejects}; the rest is inserted. Tokens of the parts derive from the
 * block's token, so doing it again changes nothing.
 */
final class BlockCommitter implements Committer<SpooledBlock> {
  private static final Logger LOG = LoggerFactory.getLogger(BlockCommitter.class);
  private static final Comparator<SpooledBlock> ORDER =
      Comparator.comparing(SpooledBlock::table)
          .thenComparing(SpooledBlock::month)
          .thenComparing(SpooledBlock::token);

  /** Inserts under way at once. */
  private static final int INSERTS_MAX = 2;

  private final SinkSettings settings;
  private final BlockStore store;
  private final long restoredCheckpointId;
  private final Clock clock;
  private final Waiting waiting;
  private final ExecutorService inserters = Executors.newFixedThreadPool(INSERTS_MAX);
  private boolean orphansRemoved;

  BlockCommitter(SinkSettings settings, BlockStore store, long restoredCheckpointId) {
    this(settings, store, restoredCheckpointId, Clock.systemUTC(), Waiting.backOff());
  }

  BlockCommitter(
      SinkSettings settings,
      BlockStore store,
      long restoredCheckpointId,
      Clock clock,
      Waiting waiting) {
    this.settings = settings;
    this.store = store;
    this.restoredCheckpointId = restoredCheckpointId;
    this.clock = clock;
    this.waiting = waiting;
  }

  @Override
  public void commit(Collection<CommitRequest<SpooledBlock>> requests)
      throws IOException, InterruptedException {
    List<SpooledBlock> blocks =
        requests.stream().map(CommitRequest::getCommittable).sorted(ORDER).toList();
    if (blocks.isEmpty()) {
      return;
    }
    FaultPoint.CHECKPOINT_DONE.reached();
    List<SpooledBlock> pending = withoutCommitted(blocks);
    boolean first = true;
    for (List<SpooledBlock> table : byTable(pending)) {
      if (!first) {
        FaultPoint.ONE_OF_TWO_TABLES_COMMITTED.reached();
      }
      first = false;
      insertAll(table);
    }
    if (!pending.isEmpty()) {
      recordCommits(pending);
    }
    for (SpooledBlock block : blocks) {
      Path path = new Path(block.path());
      path.getFileSystem().delete(path, false);
    }
    if (!orphansRemoved && blocks.stream().allMatch(b -> b.launch().equals(settings.launch()))) {
      SpoolDirectory.removeOtherLaunches(settings);
      orphansRemoved = true;
    }
    CommitSignal.raise(settings.job());
  }

  @Override
  public void close() {
    inserters.shutdownNow();
    store.close();
  }

  /**
   * A restored reference may have been committed by the process before, perhaps longer ago than the
   * engine remembers tokens.
   */
  private List<SpooledBlock> withoutCommitted(List<SpooledBlock> blocks)
      throws IOException, InterruptedException {
    Map<String, Set<UUID>> known = new HashMap<>();
    List<SpooledBlock> pending = new ArrayList<>();
    for (SpooledBlock block : blocks) {
      if (block.checkpointId() > restoredCheckpointId && block.launch().equals(settings.launch())) {
        pending.add(block);
        continue;
      }
      String key = block.generation() + "/" + block.checkpointId();
      Set<UUID> tokens = known.get(key);
      if (tokens == null) {
        tokens =
            patiently(() -> store.committed(block.job(), block.generation(), block.checkpointId()));
        known.put(key, tokens);
      }
      if (!tokens.contains(block.tokenId())) {
        pending.add(block);
      }
    }
    return pending;
  }

  private static Collection<List<SpooledBlock>> byTable(List<SpooledBlock> blocks) {
    return blocks.stream()
        .collect(Collectors.groupingBy(SpooledBlock::table, TreeMap::new, Collectors.toList()))
        .values();
  }

  /** Inserts the blocks of a table, a few at a time: the engine uses one core an insert. */
  private void insertAll(List<SpooledBlock> blocks) throws IOException, InterruptedException {
    if (blocks.size() == 1) {
      insert(blocks.get(0));
      return;
    }
    List<Future<?>> inserts = new ArrayList<>();
    for (SpooledBlock block : blocks) {
      inserts.add(
          inserters.submit(
              () -> {
                insert(block);
                return block;
              }));
    }
    try {
      for (Future<?> insert : inserts) {
        insert.get();
      }
    } catch (ExecutionException failed) {
      throw new IOException("a block was not inserted: " + failed.getCause(), failed.getCause());
    } finally {
      inserts.forEach(insert -> insert.cancel(true));
    }
  }

  private void insert(SpooledBlock block) throws IOException, InterruptedException {
    SpoolFile.verify(block);
    TableLayout layout = SpoolFile.layout(block);
    insertRows(block, layout, 0, block.rows(), block.tokenId());
  }

  private void insertRows(SpooledBlock block, TableLayout layout, long from, long to, UUID token)
      throws IOException, InterruptedException {
    try {
      patiently(
          () -> {
            store.insertRows(block, layout, from, to, token);
            return token;
          });
    } catch (RefusedRows refused) {
      if (to - from > 1) {
        long middle = (from + to) >>> 1;
        insertRows(block, layout, from, middle, partToken(block, from, middle));
        insertRows(block, layout, middle, to, partToken(block, middle, to));
      } else {
        LOG.warn("{} row {} refused: {}", block.table(), from, refused.reason());
        reject(block, layout, from, refused.reason());
      }
    }
  }

  private void reject(SpooledBlock block, TableLayout layout, long index, String reason)
      throws IOException, InterruptedException {
    if (block.table().equals(RefusedRow.LAYOUT.table())) {
      throw new IOException(
          "a reject was refused: " + block.path() + " row " + index + ": " + reason);
    }
    RefusedRow refused =
        RefusedRow.of(block, layout, SpoolFile.row(block, index), reason, Instant.now(clock));
    byte[] row = refused.toRowBinary(block);
    UUID token = partToken(block, index, index);
    try {
      patiently(
          () -> {
            store.insert(
                RefusedRow.LAYOUT.table(),
                RefusedRow.LAYOUT.insertColumns(),
                token,
                () -> new ByteArrayInputStream(row));
            return token;
          });
    } catch (RefusedRows twice) {
      throw new IOException("a refused row could not be recorded: " + twice.reason(), twice);
    }
  }

  private void recordCommits(List<SpooledBlock> blocks) throws IOException, InterruptedException {
    Map<Long, List<SpooledBlock>> byCheckpoint =
        blocks.stream()
            .collect(
                Collectors.groupingBy(
                    SpooledBlock::checkpointId, TreeMap::new, Collectors.toList()));
    SinkCommitRows rows = new SinkCommitRows(Instant.now(clock));
    byCheckpoint.values().forEach(group -> group.forEach(rows::add));
    byte[] bytes = rows.toRowBinary();
    UUID token =
        UUID.nameUUIDFromBytes(
            blocks.stream()
                .map(SpooledBlock::token)
                .sorted()
                .collect(Collectors.joining(","))
                .getBytes(StandardCharsets.UTF_8));
    try {
      patiently(
          () -> {
            store.insert(
                SinkCommitRows.TABLE,
                SinkCommitRows.COLUMNS,
                token,
                () -> new ByteArrayInputStream(bytes));
            return token;
          });
    } catch (RefusedRows impossible) {
      throw new IOException("sink_commits rows were refused", impossible);
    }
  }

  /** Calls until the ledger answers, waiting longer each time. */
  private <R> R patiently(Call<R> call) throws IOException, InterruptedException {
    for (int attempt = 0; ; attempt++) {
      try {
        return call.run();
      } catch (AwayException away) {
        if (attempt % 32 == 0) {
          LOG.warn("{}: the ledger is away, commits wait: {}", settings.job(), away.getMessage());
        }
        waiting.beforeAttempt(attempt + 1);
      } catch (RefusedException refused) {
        throw new RefusedRows(refused);
      }
    }
  }

  private static UUID partToken(SpooledBlock block, long from, long to) {
    return UUID.nameUUIDFromBytes(
        (block.token() + ":" + from + ":" + to).getBytes(StandardCharsets.UTF_8));
  }

  private interface Call<R> {
    R run() throws AwayException, RefusedException, IOException;
  }

  /** Rows that no repetition will make acceptable. */
  private static final class RefusedRows extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedRows(RefusedException refused) {
      super(refused);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }
}
