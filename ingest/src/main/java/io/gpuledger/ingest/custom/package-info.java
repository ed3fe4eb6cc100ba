/**
 * Bills of a layout that a source declares: which column of FOCUS each column of the file is, and
 * how its numbers and dates are written. So a provider that is not listed needs no code.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.ingest.custom;
