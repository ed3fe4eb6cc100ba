// Commitments of the made-up estate: one the bill divides, one only bills know, one without charges, one of spend.
const row = (more) => ({
  provider: 'CoreWeave', configured: true, onBill: true, contract: 'cw-2026-01', kind: 'reserved-block', kindWords: 'reserved block of a neocloud', status: 'Active',
  termStart: '2026-03-15T00:00:00Z', termEnd: '2027-03-15T00:00:00Z', paymentModel: 'Partial Upfront', purchaser: 'ml-infra', currency: 'USD', origin: 'bill',
  purchased: { upfront: '0', recurring: '8928' }, amortised: '14880', used: '12090', unused: '2790', other: '0', unusedOwner: 'ml-infra',
  shares: [{ party: 'vision', used: true, cost: '9300' }, { party: 'speech', used: true, cost: '2790' }, { party: 'ml-infra', used: false, cost: '2790' }],
  quantities: { used: '4836', unused: '1116', unit: 'GPU-Hours' }, utilisation: 0.8125, coverage: 0.734, breakEven: 0.432, burnDown: null, slaCredits: null, makeUp: null, notes: [], ...more,
});

export const commitments = ({ period, empty }) => ({
  period,
  rows: empty ? [] : [
    row({ commitment: 'cw-block-1', slaCredits: { claimed: '1800', received: '900', refused: '300', open: '600', credits: [{ id: 'out-1', start: '2026-05-04T08:00:00Z', end: '2026-05-04T20:00:00Z', claimedOn: '2026-05-06T00:00:00Z', claimed: '1200', receivedOn: '2026-06-10T00:00:00Z', received: '900' }, { id: 'out-2', start: '2026-10-11T01:00:00Z', end: '2026-10-11T07:00:00Z', claimedOn: '2026-10-12T00:00:00Z', claimed: '600', receivedOn: null, received: null }] } }),
    row({ commitment: 'arn:aws:ec2:us-east-1:482910337764:reserved-instances/9f1c2d', provider: 'AWS', configured: false, contract: null, kind: null, kindWords: null, status: null, termStart: null, termEnd: null, purchaser: null, amortised: '40211.55', used: '21004.35', unused: '19207.2', unusedOwner: '-', utilisation: 0.522347, coverage: null, breakEven: 0.61, notes: ['Not configured: the bill names it, the configuration has no contract of it.'] }),
    row({ commitment: 'lambda-block-7', provider: 'Lambda', onBill: false, origin: 'contract', amortised: '5952', used: null, unused: null, utilisation: null, coverage: null, breakEven: null, shares: [], quantities: null, unusedOwner: 'robotics', notes: ['No charge of the month names it.'] }),
    row({ commitment: 'gcp-cud-3', provider: 'Google Cloud', currency: 'EUR', kindWords: 'committed use discount', amortised: '1200.5', used: '1200.5', unused: '0', utilisation: 1, coverage: 0.91, breakEven: 0.55, unusedOwner: 'search-embeddings' }),
    row({ commitment: 'nebius-2026', provider: 'Nebius', kind: 'take-or-pay', kindWords: 'take-or-pay', onBill: false, origin: 'contract', amortised: '14150', used: '12650', unused: '1500', utilisation: 1, coverage: null, breakEven: null, shares: [{ party: 'platform', used: true, cost: '12650' }, { party: 'platform', used: false, cost: '1500' }], quantities: null, unusedOwner: 'platform', makeUp: { unit: 'GPU-Hours', booked: 'prepaid', opening: { quantity: '1800', cost: '4500' }, gained: { quantity: '0', cost: '0' }, used: { quantity: '600', cost: '1500' }, due: '60', expired: { quantity: '600', cost: '1500' }, lapse: 'the make-up window is over', closing: { quantity: '600', cost: '1500' }, nextExpiry: '2026-11' }, notes: [] }),
    row({ commitment: 'edp-2026', provider: 'AWS', kind: 'spend-commitment', kindWords: 'spend commitment', purchased: null, amortised: null, used: null, unused: null, utilisation: null, coverage: null, breakEven: null, shares: [], quantities: null, unusedOwner: 'finance', burnDown: { periodStart: '2026-01-01T00:00:00Z', periodEnd: '2027-01-01T00:00:00Z', asOf: '2026-11-01T00:00:00Z', committed: '12000000', direct: '8400000', marketplace: '410000', marketplaceLimit: '300000', marketplaceCounted: '300000', marketplaceBeyondLimit: '110000', counted: '8700000', remaining: '3300000', burned: 0.725, elapsed: 0.832877, projected: '10385526.315789', projectedShortfall: '1614473.684211', shortfallToDate: '1344657.89' } }),
  ],
  totals: empty ? {} : { USD: { amortised: '61043.55', used: '33094.35', unused: '21997.2' }, EUR: { amortised: '1200.5', used: '1200.5', unused: '0' } },
  waitingDeliveries: 0,
  snapshot: { asOf: '2026-11-24T09:12:03.000000Z' },
});
