/** Seeded generators of bills and telemetry whose truth is known exactly, for tests and demo. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.ingest.generate;
