package io.gpuledger.streaming.cluster;

import java.util.Collection;
import java.util.List;
import org.apache.flink.state.rocksdb.RocksDBOptionsFactory;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.Env;
import org.rocksdb.Priority;

/**
 * RocksDB for a checkpoint every second. Each checkpoint flushes a small file; with RocksDB's own
 * settings every fourth of them would rewrite all that a level holds, which took a fifth of the
 * machine while a backlog streamed in. Files may pile up further here, because keyed state is read
 * for nodes that are not hot and for late samples only.
 */
public final class StateStoreOptions implements RocksDBOptionsFactory {
  private static final long serialVersionUID = 1L;

  /** Files of the first level that are merged at once. */
  private static final int MERGED_FILES = 40;

  /** Beyond so many RocksDB slows writers down, and beyond twice as many it stops them. */
  private static final int SLOWING_FILES = 3 * MERGED_FILES;

  @Override
  public DBOptions createDBOptions(DBOptions current, Collection<AutoCloseable> toClose) {
    // Process-wide; repeated calls change nothing.
    Env.getDefault().lowerThreadPoolCPUPriority(Priority.LOW);
    return current;
  }

  @Override
  public ColumnFamilyOptions createColumnOptions(
      ColumnFamilyOptions current, Collection<AutoCloseable> toClose) {
    return current
        .setLevel0FileNumCompactionTrigger(MERGED_FILES)
        .setLevel0SlowdownWritesTrigger(SLOWING_FILES)
        .setLevel0StopWritesTrigger(2 * SLOWING_FILES)
        // Flink sets a compression for each level, which would take precedence over one for all.
        .setCompressionPerLevel(List.of())
        .setCompressionType(CompressionType.NO_COMPRESSION);
  }
}
