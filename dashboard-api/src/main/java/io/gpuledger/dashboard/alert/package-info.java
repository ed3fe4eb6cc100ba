/**
 * The alert ledger and how alerts leave: a transactional outbox, messages in the form of each kind
 * of channel, retries. The channels themselves are in {@code channel}.
 *
 * <p>Invariants: an alert exists once per (budget version, period, threshold, kind), whatever is
 * replayed; alert, crossings and messages are written in one transaction; a message is sent at
 * least once and its repetitions are the same, byte for byte; the ledger says where an attempt's
 * outcome is unknown and whether the channel tells a repetition; the preview is the very payload
 * that is sent, without secrets.
 */
@NullMarked
package io.gpuledger.dashboard.alert;

import org.jspecify.annotations.NullMarked;
