/**
 * The alert ledger and how alerts leave: a transactional outbox, Slack messages, retries.
 *
 * <p>Invariants: an alert exists once per (budget version, period, threshold, kind), whatever is
 * replayed; alert, crossings and message are written in one transaction; a message is sent at least
 * once, and the ledger says where an attempt's outcome is unknown; the preview is the very text
 * that is posted.
 */
@NullMarked
package io.gpuledger.dashboard.alert;

import org.jspecify.annotations.NullMarked;
