/**
 * What own GPUs cost: depreciation, lease, power, space, network, spares, maintenance and staff, as
 * the charges of a month with the way each was computed. Every price says what it is a price of.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.cost.owned;
