-- 8,000 scopes (40 teams, 25 projects, 8 services) on each of so many days before a day, 1 USD and
-- more by the weekday, in a cell that is published. Rows in the order of days.
INSERT INTO cost_daily
    (cell_version, day, billing_period_start, source, account, service, charge_category, state,
     basis, currency, team, project, billed_cost, effective_cost)
SELECT
    (SELECT max(cell_version) FROM allocation_cells),
    toDate({end:String}) - {days:UInt32} + intDiv(number, 8000) AS of_day,
    toDateTime64(toStartOfMonth(of_day), 6, 'UTC'),
    'bench',
    'bench',
    concat('s', toString(intDiv(number, 1000) % 8)),
    'Usage',
    'productive',
    'from_bill',
    'USD',
    concat('t', toString(number % 40)),
    concat('p', toString(intDiv(number, 40) % 25)),
    1 + toDayOfWeek(of_day),
    1 + toDayOfWeek(of_day)
FROM numbers(8000 * {days:UInt32})
