/** The pure rules of the ledger. No framework, no clock, no input or output lives below here. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.cost;
