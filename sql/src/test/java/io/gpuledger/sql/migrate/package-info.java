/** Tests of {@code io.gpuledger.sql.migrate}. */
package io.gpuledger.sql.migrate;
