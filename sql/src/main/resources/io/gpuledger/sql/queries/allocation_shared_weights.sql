-- One row per cell version, link and owner of some days of a run: the amortised cost of the lines
-- that something may stand on, the billed cost of those without an amortised one, and which of the
-- two were there. A link is the text that io.gpuledger.cost.allocation.SharedCharge makes; it
-- begins with the currency, so that none is added to another. Estimates are left out: a run makes
-- them after what stands on other charges. Resources are only those that
-- credits of the deliveries name. Of the range of cell versions only those named are read; 0
-- names them all.
SELECT
    cell_version,
    link,
    team,
    cost_center,
    project,
    environment,
    toString(sum(toDecimal256(cost, 18))) AS cost,
    toUInt16(max(amortised)) AS any_amortised,
    toUInt16(max(invoiced)) AS any_invoiced
FROM
(
    SELECT
        cell_version,
        team,
        cost_center,
        project,
        environment,
        cost,
        amortised,
        invoiced,
        concat(currency, '\n', arrayJoin(arrayFilter(x -> x != '',
        [
            'all',
            if(sub_account = '-', '', concat('sub\n', sub_account)),
            if(invoice = '-', '', concat('invoice\n', invoice)),
            if(service = '-', '', concat('billed\n', invoice, '\n', service)),
            if(service = '-', '', concat('service\n', sub_account, '\n', service)),
            if(commitment = '-', '', concat('commitment\n', commitment)),
            if(sku = '-', '', concat('sku\n', sub_account, '\n', sku)),
            if(named = '', '', concat('resource\n', named))
        ]))) AS link
    FROM
    (
        SELECT
            cell_version,
            toString(team) AS team,
            toString(cost_center) AS cost_center,
            toString(project) AS project,
            toString(environment) AS environment,
            toString(currency) AS currency,
            toString(sub_account) AS sub_account,
            toString(invoice) AS invoice,
            toString(service) AS service,
            toString(commitment) AS commitment,
            toString(sku) AS sku,
            if(resource IN
            (
                SELECT assumeNotNull(resource_id)
                FROM charges
                WHERE delivery_id IN {delivery_ids:Array(String)}
                    AND ifNull(charge_category, '') IN ('Credit', 'Adjustment')
                    AND ifNull(resource_id, '') != ''
            ), resource, '') AS named,
            sum(toDecimal256(if(bitTest(absent_costs, 0), billed_cost, effective_cost), 18)) AS cost,
            max(NOT bitTest(absent_costs, 0)) AS amortised,
            max(bitTest(absent_costs, 0)) AS invoiced
        FROM allocation_lines
        WHERE cell_version >= {first_version:UInt64}
            AND cell_version <= {last_version:UInt64}
            AND (has({versions:Array(UInt64)}, 0) OR cell_version IN {versions:Array(UInt64)})
            AND day >= toDate({first_day:UInt16})
            AND day <= toDate({last_day:UInt16})
            AND basis = 'from_bill'
            AND charge_category NOT IN ('Tax', 'Credit', 'Adjustment')
            AND positionCaseInsensitive(service, 'support') = 0
        GROUP BY cell_version, team, cost_center, project, environment, currency, sub_account, invoice, service, commitment, sku, named
    )
)
GROUP BY cell_version, link, team, cost_center, project, environment
ORDER BY cell_version, link, team, cost_center, project, environment
