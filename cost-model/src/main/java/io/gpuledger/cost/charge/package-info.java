/** Charges in the terms of FOCUS 1.4 Cost and Usage, deliveries and their identity. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.cost.charge;
