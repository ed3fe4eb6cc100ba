package io.gpuledger.cost.close;

import java.time.Instant;

/**
 * One step of a close.
 *
 * @param at when
 * @param by who took it
 * @param from the state before
 * @param to the state after
 * @param reason why, where a reason is asked for; else empty
 */
public record CloseEvent(Instant at, String by, CloseState from, CloseState to, String reason) {}
