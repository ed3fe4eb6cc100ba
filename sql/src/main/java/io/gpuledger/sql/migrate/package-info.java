/**
 * Brings a database to the schema of this version: {@code schema/NNNN_name.sql}, each once, in
 * order, with its checksum. A database written by a newer version is refused, as is one whose
 * applied files differ from ours.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.sql.migrate;
