-- One row per commitment of a contract in force now: of each contract and commitment the newest load that has it.
CREATE OR REPLACE VIEW current_contract_commitments AS
WITH
published AS
(
    SELECT load_id, origin, refused_subjects, recorded_by, recorded_at
    FROM dataset_loads
    WHERE dataset = 'contract_commitments'
),
newest AS
(
    SELECT contract_id, contract_commitment_id, argMax(load_id, recorded_at) AS newest_load
    FROM contract_commitments
    INNER JOIN published USING (load_id)
    GROUP BY contract_id, contract_commitment_id
)
SELECT
    load_id,
    line_no,
    source,
    contract_id,
    contract_commitment_id,
    contract_period_start,
    contract_period_end,
    contract_commitment_period_start,
    contract_commitment_period_end,
    contract_commitment_category,
    contract_commitment_type,
    contract_commitment_cost,
    billing_currency,
    contract_commitment_quantity,
    contract_commitment_unit,
    further,
    origin,
    recorded_by,
    recorded_at
FROM contract_commitments
INNER JOIN published USING (load_id)
WHERE (contract_id, contract_commitment_id, load_id) IN (SELECT contract_id, contract_commitment_id, newest_load FROM newest);
