/**
 * Statistics over cost and usage series. Doubles are at home here and nowhere near money.
 *
 * <p>Empty of models for now: the forecasting work fills it; alert messages say that no forecast
 * exists until then.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.forecast;
