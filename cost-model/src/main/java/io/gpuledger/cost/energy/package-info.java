/**
 * Energy that telemetry measured and the carbon behind it. Energy that nobody measured is missing,
 * not zero; carbon of a place without a grid factor is unknown, not zero. Nothing here is money:
 * what energy of own hardware costs is a charge of {@code io.gpuledger.cost.owned}.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.cost.energy;
