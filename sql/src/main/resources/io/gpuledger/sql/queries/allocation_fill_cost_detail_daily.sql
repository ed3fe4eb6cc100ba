-- Day x shared and detail group keys of one run and month, from its lines. charges counts a charge once
-- a day.
INSERT INTO cost_detail_daily
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
    resource,
    sku,
    node,
    namespace,
    workload,
    holder,
    user,
    model,
    token_type,
    component,
    invoice,
    tags,
    sum(device_nanos),
    countIf(line_no = 0),
    sum(toDecimal256(billed_cost, 18)),
    sum(toDecimal256(effective_cost, 18)),
    sum(toDecimal256(list_cost, 18)),
    sum(toDecimal256(contracted_cost, 18)),
    countIf(bitTest(absent_costs, 0)),
    countIf(bitTest(absent_costs, 1)),
    countIf(bitTest(absent_costs, 2))
FROM allocation_lines
WHERE cell_version >= {first_version:UInt64}
    AND cell_version <= {last_version:UInt64}
    AND toYYYYMM(day) = {month:UInt32}
GROUP BY
    cell_version, day, billing_period_start, provider, source, account, sub_account, region,
    service, service_category, charge_category, pricing_category, commitment, device_model,
    state, basis, currency, team, cost_center, project, environment, cluster, initiative,
    resource, sku, node, namespace, workload, holder, user, model, token_type, component, invoice, tags
