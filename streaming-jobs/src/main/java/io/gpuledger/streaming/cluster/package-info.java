/**
 * Where jobs run: a Flink cluster in this process; and the launcher that restores a job from its
 * newest complete checkpoint and refuses to restore one that the ledger is ahead of.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.streaming.cluster;
