-- One row per published load of one of the small datasets; written last, one row an insert: that
-- insert makes its rows visible.
CREATE TABLE IF NOT EXISTS dataset_loads
(
    load_id String,
    dataset LowCardinality(String),
    origin LowCardinality(String),
    source LowCardinality(String),
    content_hash String,
    focus_version LowCardinality(String),
    file_names Array(String),
    rows_read UInt64,
    rows_accepted UInt64,
    rows_rejected UInt64,
    rows_duplicate UInt64,
    refused_subjects Array(String),
    recorded_by String,
    recorded_at DateTime64(6, 'UTC')
)
ENGINE = MergeTree
ORDER BY (dataset, recorded_at)
SETTINGS non_replicated_deduplication_window = 20000;

-- One row per line of an invoice in a load. Never read without the loads in force.
CREATE TABLE IF NOT EXISTS invoices
(
    load_id String,
    line_no UInt64,
    state LowCardinality(String),
    source LowCardinality(String),
    invoice_issuer_name String,
    invoice_id String,
    billing_currency LowCardinality(String),
    invoice_detail_id String,
    billing_account_id String,
    billing_period_start DateTime64(6, 'UTC'),
    billing_period_end DateTime64(6, 'UTC'),
    charge_category LowCardinality(String),
    payable_amount Decimal(38, 18),
    tax_amount Decimal(38, 18),
    invoice_issue_status LowCardinality(String),
    invoice_issue_date Nullable(DateTime64(6, 'UTC')),
    payment_due_date Nullable(DateTime64(6, 'UTC')),
    payment_currency LowCardinality(String),
    payment_amount Nullable(Decimal(38, 18)),
    payment_currency_invoice_detail_id String,
    payment_terms String,
    purchase_order_number String,
    reference_invoice_id String,
    invoice_detail_description String,
    invoice_detail_grain String,
    invoice_detail_created Nullable(DateTime64(6, 'UTC')),
    invoice_detail_last_updated Nullable(DateTime64(6, 'UTC'))
)
ENGINE = MergeTree
ORDER BY (load_id, line_no)
SETTINGS non_replicated_deduplication_window = 20000;

-- One row per billing period of an issuer in a load. Never read without the loads in force.
CREATE TABLE IF NOT EXISTS billing_periods
(
    load_id String,
    line_no UInt64,
    source LowCardinality(String),
    invoice_issuer_name String,
    billing_period_start DateTime64(6, 'UTC'),
    billing_period_end DateTime64(6, 'UTC'),
    billing_period_status LowCardinality(String),
    billing_period_created Nullable(DateTime64(6, 'UTC')),
    billing_period_last_updated Nullable(DateTime64(6, 'UTC'))
)
ENGINE = MergeTree
ORDER BY (load_id, line_no)
SETTINGS non_replicated_deduplication_window = 20000;

-- One row per commitment of a contract in a load. Never read without the loads in force.
CREATE TABLE IF NOT EXISTS contract_commitments
(
    load_id String,
    line_no UInt64,
    source LowCardinality(String),
    contract_id String,
    contract_commitment_id String,
    contract_period_start DateTime64(6, 'UTC'),
    contract_period_end DateTime64(6, 'UTC'),
    contract_commitment_period_start DateTime64(6, 'UTC'),
    contract_commitment_period_end DateTime64(6, 'UTC'),
    contract_commitment_category LowCardinality(String),
    contract_commitment_type LowCardinality(String),
    contract_commitment_cost Nullable(Decimal(38, 18)),
    billing_currency LowCardinality(String),
    contract_commitment_quantity Nullable(Decimal(38, 18)),
    contract_commitment_unit LowCardinality(String),
    further Map(LowCardinality(String), String)
)
ENGINE = MergeTree
ORDER BY (load_id, line_no)
SETTINGS non_replicated_deduplication_window = 20000;
