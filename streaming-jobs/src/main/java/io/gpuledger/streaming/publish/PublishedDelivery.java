package io.gpuledger.streaming.publish;

import java.time.Instant;

/**
 * A delivery that readers see from an instant on.
 *
 * @param kind {@code overwrite}, {@code append} or {@code retract}
 */
public record PublishedDelivery(
    String deliveryId,
    String source,
    String scopeKind,
    String scopeAccount,
    Instant scopeStart,
    Instant scopeEnd,
    String kind,
    long sequence,
    Instant recordedAt) {}
