package io.gpuledger.cost.invoice;

import io.gpuledger.cost.money.Amount;
import java.util.Optional;

/**
 * What a line of an invoice is paid with, where that is another currency than the billed one. It is
 * carried beside the payable amount and never added to it.
 *
 * @param currency payment currency
 * @param amount the amount in it; absent where a line names the currency and states no amount
 */
public record Payment(String currency, Optional<Amount> amount) {}
