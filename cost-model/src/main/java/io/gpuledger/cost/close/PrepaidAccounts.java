package io.gpuledger.cost.close;

/**
 * Where a prepaid commitment is booked.
 *
 * @param prepaid the balance of what is paid ahead
 * @param expense where it becomes cost
 * @param receivable what a provider gives back; credits of exchanges pass through it
 * @param loss what an early end or expiry leaves without use
 */
public record PrepaidAccounts(
    GlAccount prepaid, GlAccount expense, GlAccount receivable, GlAccount loss) {}
