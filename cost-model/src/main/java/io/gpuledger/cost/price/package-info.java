/** Prices of resources for an hour, with validity and source. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.cost.price;
