/** Anthropic: the cost report, which is billed, and the usage report of messages. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.ingest.anthropic;
