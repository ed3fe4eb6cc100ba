// The price book of the mock API.
const price = (kind, provider, region, model, option, amount, unit, more = {}) => ({ kind, provider, region, model, option, price: amount, currency: 'USD', unit, perDeviceHour: unit === 'GPU-hour' ? amount : null, validFrom: '2026-06-15T00:00:00.000000Z', validTo: null, source: 'price list', collectedOn: '2026-06-15', standing: 'published', finding: null, ...more });

const ROWS = [
  price('device', 'AWS', 'us-east-1', 'NVIDIA H100', 'on-demand', '6.88', 'GPU-hour', { standing: 'overridden' }),
  price('device', 'AWS', 'us-east-1', 'NVIDIA H100', 'on-demand', '40', 'instance-hour of 8', { perDeviceHour: '5', standing: 'configured', source: 'gpuledger.yaml', collectedOn: null, validFrom: null }),
  price('device', 'AWS', 'us-east-1', 'NVIDIA H100', '3-year', '2.9722', 'GPU-hour'),
  price('device', 'Lambda', null, 'NVIDIA H100', 'on-demand', '31.92', 'instance-hour of 8', { perDeviceHour: '3.99' }),
  price('device', 'RunPod', null, 'NVIDIA H100', 'on-demand', '3.29', 'GPU-hour'),
  price('device', 'RunPod', null, 'NVIDIA H100', 'spot', '4.76', 'GPU-hour', { finding: 'spot 4.76 USD/GPU-hour is above on-demand 3.29 USD/GPU-hour' }),
  price('token', 'OpenAI', null, 'gpt-5', 'input', '1.25', '1M tokens'),
  price('token', 'OpenAI', null, 'gpt-5', 'output', '10', '1M tokens'),
];

export function prices({ kind = 'all', search = '', limit = 100, offset = 0, empty = false }) {
  const fits = ROWS.filter((p) => !empty && (kind === 'all' || p.kind === kind) && [p.provider, p.region ?? '', p.model, p.option, p.source, p.standing].join(' ').toLowerCase().includes(search.toLowerCase()));
  return { rows: fits.slice(Number(offset), Number(offset) + Number(limit)), totalRows: fits.length, findings: fits.filter((p) => p.finding).length, unpriced: empty ? [] : ['NVIDIA RTX PRO 6000'], snapshot: { asOf: '2026-11-24T08:30:00Z' } };
}
