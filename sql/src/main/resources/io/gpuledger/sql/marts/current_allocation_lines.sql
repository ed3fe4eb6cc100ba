-- One row per line of the newest version of each cell now.
CREATE OR REPLACE VIEW current_allocation_lines AS
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
    delivery_id,
    row_no,
    line_no,
    usage_start,
    usage_end,
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
    invoice,
    billing_period_start,
    tags,
    rule,
    device_nanos,
    billed_cost,
    effective_cost,
    list_cost,
    contracted_cost,
    absent_costs,
    component,
    split_rule
FROM allocation_lines
WHERE cell_version IN (SELECT cell_version FROM newest);
