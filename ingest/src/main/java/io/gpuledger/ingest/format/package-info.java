/**
 * Which formats of bills there are, and which one a delivery set has: the list of formats, the
 * choice of one, and the manifests of providers that say which files belong together.
 *
 * <p>A new format is a package beside {@code aws} with a class that implements {@link
 * io.gpuledger.ingest.bill.BillFormat}, and a line in {@link io.gpuledger.ingest.format.Formats}.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.ingest.format;
