/**
 * Collects the bills of configured sources: looks at their places again and again, copies what is
 * whole and new, loads it as an import would, and remembers what was taken.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.dashboard.collect;
