package io.gpuledger.dashboard.alert;

import io.gpuledger.dashboard.alert.channel.Step;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * What a message is called, beside what it says.
 *
 * @param key of the alert in its channel
 * @param link where a reader finds the alert
 * @param at when what it tells happened
 */
record Envelope(long alertId, String key, Step step, Optional<URI> link, Instant at) {}
