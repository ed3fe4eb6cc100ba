/**
 * What teams are charged, over what they bear: allocation lines say who held what, a policy says
 * who pays for what nobody held, for commitments nobody used and for what all share, and at which
 * price. A statement moves money between teams and never makes or loses any.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.cost.chargeback;
