-- Day x shared group keys of one run and month, from the same with keys of detail.
INSERT INTO cost_daily
SELECT
    cell_version,
    day,
    billing_period_start,
    provider,
    source,
    account,
    sub_account,
    region,
    service,
    service_category,
    charge_category,
    pricing_category,
    commitment,
    device_model,
    state,
    basis,
    currency,
    team,
    cost_center,
    project,
    environment,
    cluster,
    initiative,
    sum(device_nanos),
    sum(charges),
    sum(toDecimal256(billed_cost, 18)),
    sum(toDecimal256(effective_cost, 18)),
    sum(toDecimal256(list_cost, 18)),
    sum(toDecimal256(contracted_cost, 18)),
    sum(effective_absent),
    sum(list_absent),
    sum(contracted_absent)
FROM cost_detail_daily
WHERE cell_version >= {first_version:UInt64}
    AND cell_version <= {last_version:UInt64}
    AND toYYYYMM(day) = {month:UInt32}
GROUP BY
    cell_version, day, billing_period_start, provider, source, account, sub_account, region,
    service, service_category, charge_category, pricing_category, commitment, device_model, state,
    basis, currency, team, cost_center, project, environment, cluster, initiative
