/**
 * What the ledger tells the spend guard beside the configuration: how bills stand in the periods of
 * budgets that run. It is told anew as it changes, and repeated at each start.
 */
@NullMarked
package io.gpuledger.dashboard.guard;

import org.jspecify.annotations.NullMarked;
