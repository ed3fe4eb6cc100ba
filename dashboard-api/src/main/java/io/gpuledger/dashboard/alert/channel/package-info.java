/**
 * Channels: one class for each way by which a message leaves, and what is known about the outcome.
 * What a message says is made elsewhere; here it is text that is carried.
 *
 * <p>Invariants: one send is one attempt, never repeated here; no secret stands in an outcome;
 * every address is checked at the moment of connecting; no redirect is followed.
 */
@NullMarked
package io.gpuledger.dashboard.alert.channel;

import org.jspecify.annotations.NullMarked;
