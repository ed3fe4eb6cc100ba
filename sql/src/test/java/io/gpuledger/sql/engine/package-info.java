/** Tests of the engine and its endpoint, all against the real engine. */
package io.gpuledger.sql.engine;
