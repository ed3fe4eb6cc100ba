/**
 * Operational state: tokens, budgets, crossings, alerts, audit, in one transactional SQLite file.
 *
 * <p>Invariants: one process opens the file, the holder of the data directory's lock; every write
 * is a transaction; money is canonical text and compared in Java only.
 */
@NullMarked
package io.gpuledger.dashboard.state;

import org.jspecify.annotations.NullMarked;
