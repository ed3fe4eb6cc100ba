// Bills beside telemetry, with every kind of residual.
const H = 3_600_000_000_000n;

function figures(currency, scale) {
  const n = (h) => `${BigInt(Math.round(h * scale * 1000)) * (H / 1000n)}`;
  const m = (v) => (v * scale).toFixed(2).replace(/\.?0+$/, '');
  return {
    currency,
    billed: m(1_000_000),
    attributed: m(802_000),
    residuals: { no_owner: m(61_000), unallocated: m(74_000), missing_telemetry: m(21_000), billing_zone: m(1_000), over_billing: m(9_000), not_in_inventory: m(12_000), unused_commitment: m(18_000), not_gpu: m(2_000), unexplained: '0' },
    states: { productive: m(490_000), active: m(180_000), held_idle: m(120_000), unallocated: m(74_000), unobserved: m(46_000), unused_commitment: m(30_000), not_gpu: m(60_000) },
    nanos: {
      billed: n(340_000), seen: n(331_000), valid: n(338_000), paidMinusValid: n(2_000), unpriced: '0',
      parts: { productive: n(171_000), active: n(80_000), held_idle: n(48_000), unallocated: n(32_000), missing_telemetry: n(7_000), late_bill: n(-2_400), billing_zone: n(300), rounding: n(40), over_billing: n(3_000), under_billing: n(-1_200), not_in_inventory: n(4_000), ended: n(-1_740), unexplained: '0' },
    },
  };
}

const GROUPS = {
  invoice: [['aws-main', 'INV-2026-10-0912'], ['gcp-prod', '5512-8891'], ['coreweave', 'CW-1044'], ['lambda', '-']].map(([source, invoice]) => ({ source, invoice })),
  sku: [['aws-main', 'p5.48xlarge:on-demand'], ['aws-main', 'p4d.24xlarge:reserved'], ['coreweave', 'HGX-H100-8']].map(([source, sku]) => ({ source, sku })),
  day: Array.from({ length: 31 }, (_, i) => ({ day: `2026-10-${String(i + 1).padStart(2, '0')}` })),
  resource: [['aws-main', 'i-0c4f2a19', 'aws-east', 'gpu-a-014'], ['coreweave', 'node-71', 'cw-ord', 'g71'], ['lambda', 'inst-9', '-', '-']].map(([source, resource, cluster, node]) => ({ source, resource, cluster, node })),
};

const finding = (severity, residual, hours, worth, text, action) => ({ severity, residual, source: 'aws-main', invoice: 'INV-2026-10-0912', sku: 'p5.48xlarge:on-demand', resource: 'i-0c4f2a19', cluster: 'aws-east', node: 'gpu-a-014', firstDay: '2026-10-04', lastDay: '2026-10-06', nanos: `${BigInt(hours) * H}`, worth, currency: 'USD', text, action });

export function reconciled({ by, empty }) {
  if (empty) return { by, metric: 'billed', rows: [], totalRows: 0, totals: [], others: [], findings: [], totalFindings: 0, snapshot: { asOf: '2026-11-23T09:00:00Z' } };
  const groups = GROUPS[by] ?? [];
  const findings = [
    finding('high', 'over_billing', 384, '1132.8', 'Machine gpu-a-014 of cluster aws-east: 384.000 GPU-hours are billed beyond its time in inventory.', 'Compare the machine\u2019s start and end with the bill; if the inventory is right, dispute the charge with the provider.'),
    finding('high', 'under_billing', -96, '-283.2', 'Machine g71 of cluster cw-ord: 96.000 GPU-hours were seen and are on no bill, though the bill of these days is there.', 'See whether a charge of it is missing or names another resource id: set providerResourceId in the inventory, or expect a later charge.'),
    finding('medium', 'missing_telemetry', 212, null, 'Machine gpu-a-020 of cluster aws-east: 212.000 GPU-hours in inventory have no samples.', 'See whether its exporter runs and is scraped (screen Data, Sources).'),
    finding('info', 'late_bill', -480, '-1416', 'Machine gpu-a-031 of cluster aws-east: 480.000 GPU-hours in inventory are not billed yet.', 'Nothing to do until the bill of these days is complete.'),
  ];
  return { by, metric: 'billed', rows: groups.map((group, i) => ({ group, ...figures('USD', 1 / (i + 2)) })), totalRows: groups.length, totals: [figures('USD', 3.1)], others: [], findings, totalFindings: findings.length, snapshot: { asOf: '2026-11-23T09:00:00Z' } };
}
