/** What the days to the end of a period will come to, and how sure that is. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.forecast.total;
