/**
 * The exactly-once sink of the Flink jobs into the ledger's tables.
 *
 * <p>Rows are encoded once, as RowBinary, into spool files: one table, one monthly partition, at
 * most a million rows a block. A block is closed just before a checkpoint's barrier, so it knows
 * the checkpoint that covers its rows; a reference to it is part of that checkpoint. When the
 * checkpoint is complete one committer per job inserts all its blocks of all tables under
 * deduplication tokens made once, then writes their {@code sink_commits} rows in one insert. So a
 * checkpoint of which any {@code sink_commits} row exists is committed in all its tables.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.streaming.sink;
