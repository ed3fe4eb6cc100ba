package io.gpuledger.streaming.publish;

import java.time.Instant;

/**
 * A delivery that is announced and not yet complete.
 *
 * @param rowsStored distinct rows stored and rows rejected when last looked at
 * @param rowsExpected rows read by the manifest, 0 while the delivery is still open
 * @param reason what is still missing, empty where not looked at yet
 */
public record PendingDelivery(
    String deliveryId,
    String source,
    String scopeKind,
    String scopeAccount,
    Instant scopeStart,
    Instant scopeEnd,
    long rowsStored,
    long rowsExpected,
    String reason) {}
