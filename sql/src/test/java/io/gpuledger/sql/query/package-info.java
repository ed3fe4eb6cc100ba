/** Tests of {@code io.gpuledger.sql.query}. */
package io.gpuledger.sql.query;
