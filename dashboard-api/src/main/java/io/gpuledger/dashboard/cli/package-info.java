/**
 * The command line: a contract that scripts depend on (docs/commands.md). Commands speak to a
 * running instance over its API, or start a temporary one; the only package besides the launcher
 * that writes to the terminal.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.dashboard.cli;
