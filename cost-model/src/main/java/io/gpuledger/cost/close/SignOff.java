package io.gpuledger.cost.close;

import java.time.Instant;

/**
 * The word that a period's figures stand.
 *
 * @param preparer who submitted them
 * @param by who signed; another person
 * @param at when
 * @param asOf the instant as of which the signed figures are read, for ever
 */
public record SignOff(String preparer, String by, Instant at, Instant asOf) {}
