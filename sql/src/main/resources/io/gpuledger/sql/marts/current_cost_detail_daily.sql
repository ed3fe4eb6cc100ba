-- One row per line of cost_detail_daily of the newest version of each cell now.
CREATE OR REPLACE VIEW current_cost_detail_daily AS
WITH newest AS
(
    SELECT max(cell_version) AS cell_version
    FROM allocation_cells
    WHERE run_no IN
    (
        SELECT run_no
        FROM allocation_runs
    )
    GROUP BY source, account, day
)
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
    device_nanos,
    charges,
    billed_cost,
    effective_cost,
    list_cost,
    contracted_cost,
    effective_absent,
    list_absent,
    contracted_absent
FROM cost_detail_daily
WHERE cell_version IN (SELECT cell_version FROM newest);
