/**
 * How product code speaks to the ledger's tables: HTTP for blocks and statements, JDBC for queries.
 * Nothing here knows whether a ClickHouse server or the embedded engine answers. Money leaves and
 * enters as decimal text or as the driver's {@code BigDecimal}, never as a double.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.sql.client;
