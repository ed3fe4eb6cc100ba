/**
 * What readers ask of the ledger: each question becomes SQL text with bound values over one
 * snapshot, within the asker's access scope, and each answer an object that is written as JSON.
 *
 * <p>Invariants: no value of a request ever becomes part of SQL text; a scope of teams confines
 * every query here, so that figures of other teams stand in no row, total, remainder, ratio or
 * error; a sum that does not fit is closed by {@code other}.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.dashboard.query;
