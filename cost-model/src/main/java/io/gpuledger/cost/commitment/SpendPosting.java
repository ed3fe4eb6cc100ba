package io.gpuledger.cost.commitment;

import io.gpuledger.cost.money.Amount;
import java.time.Instant;

/**
 * Spend that counts towards a spend commitment.
 *
 * @param at when it was billed or used, as the contract counts
 * @param direct with the provider itself; credits negative
 * @param marketplace in the provider's marketplace, before its limit; credits negative
 */
public record SpendPosting(Instant at, Amount direct, Amount marketplace) {}
