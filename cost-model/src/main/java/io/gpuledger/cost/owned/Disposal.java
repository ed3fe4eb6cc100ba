package io.gpuledger.cost.owned;

import io.gpuledger.cost.money.Money;
import java.time.LocalDate;

/**
 * The end of an asset's service.
 *
 * @param on the first day without it
 * @param proceeds what it was sold for, zero where it was scrapped; below zero where that cost
 *     money
 */
public record Disposal(LocalDate on, Money proceeds) {}
