/** What the jobs are told while they run: ownership rules and thresholds, by version. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.streaming.control;
