/**
 * Backup and restore of a data directory: copies of its parts as they stand at one published
 * instant, the archive that holds them, and the way back. An archive is either whole and restored
 * whole, or refused.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.dashboard.backup;
