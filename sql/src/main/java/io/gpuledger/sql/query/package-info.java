/** SQL text on the classpath. Values are bound by the caller, never written into the text. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.sql.query;
