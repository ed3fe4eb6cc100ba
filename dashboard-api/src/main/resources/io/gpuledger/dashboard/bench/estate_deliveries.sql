-- One row per account and day: the version of a scope, published at an instant.
INSERT INTO deliveries
    (delivery_id, source, scope_kind, scope_account, scope_start, scope_end, delivery_kind, sequence,
     content_hash, format, focus_version, rows_read, rows_accepted, billed_cost, effective_cost,
     list_cost, contracted_cost, state, recorded_at)
SELECT
    delivery_id,
    any(source),
    'account-day',
    any(billing_account_id),
    toStartOfDay(min(charge_period_start)),
    addDays(toStartOfDay(min(charge_period_start)), 1),
    'overwrite',
    {sequence:UInt64},
    delivery_id,
    'focus',
    '1.2',
    count(),
    count(),
    map('USD', sum(toDecimal256(billed_cost, 18))),
    map('USD', sum(toDecimal256(effective_cost, 18))),
    map('USD', sum(toDecimal256(list_cost, 18))),
    map('USD', sum(toDecimal256(contracted_cost, 18))),
    'published',
    toDateTime64({published:String}, 6, 'UTC')
FROM charges
WHERE endsWith(delivery_id, concat('/', {version:String}))
GROUP BY delivery_id
