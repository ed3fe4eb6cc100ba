/**
 * {@code gpuledger.yaml}: read as a whole, every fault at once with file, line and column.
 *
 * <p>Invariants: a configuration with a fault is never used, not even in part; a secret stands in
 * the file as a reference only and in no message, log or {@code toString}.
 */
@NullMarked
package io.gpuledger.dashboard.config;

import org.jspecify.annotations.NullMarked;
