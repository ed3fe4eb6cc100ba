/**
 * Who is asking and what they may see: roles, tokens, browser sessions, refusal of guessers.
 *
 * <p>Invariants: secrets are stored as hashes only and compared in constant time; a principal's
 * access scope is handed to every query; nothing is granted by absence.
 */
@NullMarked
package io.gpuledger.dashboard.auth;

import org.jspecify.annotations.NullMarked;
