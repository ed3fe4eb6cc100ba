/**
 * The demo estate: generated bills of three sources and a generated fleet that goes on living, over
 * a data directory of its own. Everything goes through the same path as real data.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.dashboard.demo;
