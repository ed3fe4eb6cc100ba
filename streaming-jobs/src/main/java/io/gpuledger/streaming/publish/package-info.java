/**
 * The one publisher: it alone makes deliveries, checkpoints of streamed facts, allocation runs, job
 * generations and loads of the small datasets visible, each by one insert that carries {@code
 * recorded_at}.
 *
 * <p>Publish instants are strictly increasing microseconds over all five tables and over restarts.
 * Everything here may be done again from the start at any moment: what is published already is
 * found in the ledger and left alone.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.streaming.publish;
