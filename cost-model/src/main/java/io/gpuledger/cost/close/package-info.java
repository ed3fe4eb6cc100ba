/**
 * Closing own books. A provider's billing period, an invoice and a period of own books are three
 * types. A signed figure is never changed: what a later delivery changes becomes dated corrections
 * in the open period. Journal entries balance per entity and currency, and their ids follow from
 * their content.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.cost.close;
