/**
 * What the ledger watches for beside budgets: one small class a kind of alert, over what the ledger
 * answers anyway. A look tells for which members the cause holds and what to say about new ones;
 * the alert ledger decides what was told already. Members of one cause make one message.
 */
@NullMarked
package io.gpuledger.dashboard.watch;

import org.jspecify.annotations.NullMarked;
