/**
 * The ClickHouse engine in this process and its HTTP endpoint.
 *
 * <p>{@link io.gpuledger.sql.engine.EngineLibrary} finds the native library, {@link
 * io.gpuledger.sql.engine.EmbeddedEngine} opens one data directory with it, {@link
 * io.gpuledger.sql.engine.EngineHttpServer} lets stock clients in, and {@link
 * io.gpuledger.sql.engine.EmbeddedLedger} does all of it in one call.
 *
 * <p>Invariants: one open engine in a process and one process on a data directory; at most {@link
 * io.gpuledger.sql.engine.EngineOptions#maxStatements} statements at a time, each on a native
 * connection of its own that is closed after it, so that no setting outlives its statement; no
 * native connection is closed while a statement runs on it; every native connection is closed
 * before the process ends, because the engine aborts the process otherwise.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.sql.engine;
