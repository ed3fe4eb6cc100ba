/**
 * From exposition text to samples: the parser of Prometheus text and OpenMetrics, the assembly of
 * what dcgm-exporter and nvidia_gpu_exporter print into samples, and replay of saved captures.
 *
 * <p>An exposition is taken whole or not at all: a part of one would miss fields and holders. A
 * field that was not measured, or whose value cannot be, is absent and never zero.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.ingest.prometheus;
