/**
 * Puts the parts together: the data directory, the embedded engine, broker and cluster, the jobs,
 * the publisher and the web server, started and stopped in order. Nothing else depends on this
 * package but the command line.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.dashboard.launcher;
