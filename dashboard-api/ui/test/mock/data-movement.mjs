// What moving data cost, in the made-up estate.
const moved = (amount, gb, more = {}) => ({ currency: 'USD', amount, uncounted: '0', linesWithout: 0, gb, gib: (Number(gb) / 1.073741824).toFixed(3), perGb: Number(gb) === 0 ? null : (Number(amount) / Number(gb)).toFixed(6), perGib: Number(gb) === 0 ? null : ((Number(amount) / Number(gb)) * 1.073741824).toFixed(6), ...more });

const GROUPS = {
  team: [['vision', '4200.5', '48210.250'], ['search', '1204.2', '22100.000'], ['unattributed', '0', '0.000']].map(([team, ...of]) => [{ team }, ...of]),
  provider: [['AWS', '3810.2', '41010.500'], ['Google Cloud', '1594.5', '29299.750']].map(([provider, ...of]) => [{ provider }, ...of]),
  region: [['us-east-1', 'eu-west-1', '2010.1', '20101.000'], ['us-east-1', '-', '3394.6', '50209.250']].map(([fromRegion, toRegion, ...of]) => [{ fromRegion, toRegion }, ...of]),
};

export function dataMovement({ groupBy, empty }) {
  const rows = GROUPS[groupBy ?? 'region'].map(([group, amount, gb]) => ({ group, ...moved(amount, gb, gb === '0.000' ? { uncounted: '812.4' } : {}) }));
  return { measure: 'data-movement', rows: empty ? [] : rows, totals: empty ? [] : [moved('5404.7', '70310.250', { uncounted: '812.4' })], others: [], unknownUnits: empty ? [] : [{ unit: 'Hours', currency: 'USD', amount: '780', charges: 744 }, { unit: null, currency: 'USD', amount: '32.4', charges: 1 }], snapshot: {} };
}
