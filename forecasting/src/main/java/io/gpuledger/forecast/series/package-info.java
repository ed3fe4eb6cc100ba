/** Values by day, with gaps. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.forecast.series;
