/** Refused rows on their way to table {@code rejects}, from whichever job refused them. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.streaming.reject;
