package io.gpuledger.dashboard.query;

import io.gpuledger.cost.invoice.BridgeLine;
import java.util.Optional;

/**
 * Which charges behind a bridge are meant.
 *
 * @param line those that stand behind it
 * @param currency only those in a billing currency
 * @param invoice only those of an invoice id
 */
public record BridgeBehind(
    BridgeLine line, Optional<String> currency, Optional<String> invoice, int limit, int offset) {}
