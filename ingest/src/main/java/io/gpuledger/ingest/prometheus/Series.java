package io.gpuledger.ingest.prometheus;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of an exposition.
 *
 * @param name metric name
 * @param labels its labels
 * @param value its value; NaN and infinities are values here
 * @param at the timestamp that the line carries, or null
 * @param line one-based line number
 */
public record Series(String name, Labels labels, double value, @Nullable Instant at, long line) {}
