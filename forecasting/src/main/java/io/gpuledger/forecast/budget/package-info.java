/** What a budget's period will come to: committed floor, variable part, planned changes. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.forecast.budget;
