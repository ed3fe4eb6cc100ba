/**
 * Disputes of statement lines: a team disputes, finance replies, and what is granted moves to
 * another party in the next statement that is still open. Money neither comes nor goes by it.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.dashboard.dispute;
