/** Tests of {@code io.gpuledger.sql.client}. */
package io.gpuledger.sql.client;
