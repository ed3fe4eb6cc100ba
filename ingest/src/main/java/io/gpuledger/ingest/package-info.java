/** Root of module ingest. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.ingest;
