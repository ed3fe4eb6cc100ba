package io.gpuledger.cost.chargeback;

import io.gpuledger.cost.money.Amount;
import java.math.BigInteger;

/**
 * What a party is charged for one reason.
 *
 * @param party who
 * @param currency of the amount
 * @param component why: {@code direct}, the name of a rule, or a name of {@link Statement}
 * @param charged whether the party is charged, or only shown it
 * @param amount how much
 * @param deviceNanos device-time that the party held or that it is charged for by a rule
 */
public record StatementLine(
    Party party,
    String currency,
    String component,
    boolean charged,
    Amount amount,
    BigInteger deviceNanos) {}
