/** Identities that follow from content, so that the same content said twice is one thing. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.cost.identity;
