/** Prices of resources for an hour, with validity and source, and the device time they price. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.cost.price;
