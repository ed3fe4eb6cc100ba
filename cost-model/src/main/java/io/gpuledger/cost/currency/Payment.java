package io.gpuledger.cost.currency;

import io.gpuledger.cost.money.Money;
import java.time.Instant;

/**
 * What was paid towards an invoice.
 *
 * @param at when
 * @param settled how much of the invoice it settles, in the invoice's currency
 * @param paid what left the account, in the currency of own books
 */
public record Payment(Instant at, Money settled, Money paid) {}
