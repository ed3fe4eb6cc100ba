/** Root of module sql. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.sql;
