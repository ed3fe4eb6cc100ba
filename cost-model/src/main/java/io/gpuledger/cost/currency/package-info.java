/**
 * Exchange rates and what they do to money. A rate has a purpose and a range of dates; a missing
 * rate leaves an amount unconverted. Converted parts sum to the converted whole exactly.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.cost.currency;
