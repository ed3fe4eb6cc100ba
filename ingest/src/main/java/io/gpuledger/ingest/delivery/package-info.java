/**
 * Brings a set of bill files to the ledger: cuts it into scopes, gives each its delivery id, sends
 * charges, rejects and manifests, and says what happened.
 *
 * <p>Invariants: rows accepted + rows rejected = rows read; the manifest's sums are those of the
 * rows sent; the same files in the same order give the same ids, blocks and keys however often the
 * import is repeated.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.ingest.delivery;
