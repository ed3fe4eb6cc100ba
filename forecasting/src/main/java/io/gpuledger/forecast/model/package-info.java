/** Models of a series' next days. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.forecast.model;
