package io.gpuledger.cost.budget;

import java.math.BigInteger;

/**
 * What one scrape of a node says of one holder.
 *
 * @param team who bears its cost
 * @param user who runs it, or empty
 * @param currency what it is priced in
 * @param sevenths what the time since the scrape before has cost, as in {@link SpendAddition}
 * @param now what it has there now
 */
public record HolderAddition(
    String holder,
    String team,
    String user,
    String currency,
    BigInteger sevenths,
    HolderOnNode now) {}
