/**
 * Snowflake: usage in currency, which is what is billed, divided among the metering records of the
 * same account, day and service where the set has them, with the rates of the rate sheet.
 *
 * <p>Invariants: metering adds no money and takes none away; what no metering record of the set can
 * bear stays on the line of the currency view.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.ingest.snowflake;
