/** Root of module dashboard-api. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.dashboard;
