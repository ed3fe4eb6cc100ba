/** Tokens of three models, and a vector database. */
export function consumption({ measure = 'tokens', groupBy = 'model,tokenType', empty = false } = {}) {
  const used = (amount, counts, own, more = {}) => ({ currency: 'USD', amount, uncounted: '0', linesWithout: 0, counts, own, ...more });
  const tokens = (group, amount, quantity, price, more) => ({ group, ...used(amount, [{ unit: 'million tokens', amount, quantity, price }], [{ unit: 'Tokens', amount, quantity: `${Math.round(Number(quantity) * 1e6)}`, price: null }], more) });
  const byTeam = groupBy.startsWith('team');
  const named = (model, tokenType, team) => (byTeam ? { team, model } : { model, tokenType });
  const rows = measure === 'vectors'
    ? [{ group: { provider: 'Pinecone', service: 'Pinecone Serverless' }, ...used('412.337', [{ unit: 'million vectors', amount: '180', quantity: '90.000000', price: '2.000000' }, { unit: 'thousand queries', amount: '32.1', quantity: '160.500000', price: '0.200000' }], [{ unit: 'Read Units', amount: '200.237', quantity: '12514812.5', price: '0.000016000000' }, { unit: 'Vectors', amount: '180', quantity: '90000000', price: '0.000002000000' }]) }]
    : [
        tokens(named('claude-sonnet-4-5', 'output', 'search'), '18220.5', '1214.700000', '15.000000'),
        tokens(named('claude-sonnet-4-5', 'input', 'vision'), '9120.337', '3040.112333', '3.000000'),
        tokens(named('claude-sonnet-4-5', 'cached-input', 'vision'), '640.2', '2134.000000', '0.300000'),
        tokens(named('gpt-5-nano', 'output', 'assist'), '88.4', '221.000000', '0.400000'),
        tokens(named('gpt-5-nano', 'input', 'assist'), '0', '4410.000000', null, { linesWithout: 31 }),
      ];
  return { measure, rows: empty ? [] : rows, totals: [], others: [], unknownUnits: empty || measure === 'vectors' ? [] : [{ unit: 'Hours', currency: 'USD', amount: '912.4', charges: 62 }], snapshot: {} };
}
