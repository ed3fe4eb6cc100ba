/**
 * Estimates in the ledger. A source, account and UTC day has one estimate at a time: a delivery of
 * scope kind {@code estimate-day} whose charges have a billed cost of zero. It is stored whole
 * before the one publisher makes it visible, and no reader of bills ever sees it.
 */
@NullMarked
package io.gpuledger.streaming.estimate;

import org.jspecify.annotations.NullMarked;
