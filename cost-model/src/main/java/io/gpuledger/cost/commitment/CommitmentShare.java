package io.gpuledger.cost.commitment;

import io.gpuledger.cost.money.Money;
import java.math.BigInteger;

/**
 * What one party bears of a commitment in a period.
 *
 * @param party who
 * @param used whether for use; else for what nobody used (state {@code unused_commitment})
 * @param measure how much, as {@link Draw#measure()}
 * @param cost the party's part of the period's cost
 */
public record CommitmentShare(String party, boolean used, BigInteger measure, Money cost) {}
