// Screenshots of every screen at 1440 and 390 px in both themes, of a running product or of the mock, with the
// checks that a picture does not show: a silent console, no sideways scrolling, nothing from axe-core.
//   npm run screens -- --url http://127.0.0.1:8080 --token TOKEN [--out DIR] [--only overview]
//   npm run screens:mock
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { check, launch, openPage, settled, show, signIn, SIZES, THEMES } from '../test/browser/browser.mjs';

const { values: args } = parseArgs({
  options: {
    url: { type: 'string' },
    token: { type: 'string', default: 'demo' },
    out: { type: 'string', default: 'screens' },
    only: { type: 'string', default: '' },
    theme: { type: 'string', default: '' },
    mock: { type: 'boolean', default: false },
    period: { type: 'string', default: '' },
    chromium: { type: 'string', default: process.env.CHROMIUM ?? '/usr/bin/chromium' },
  },
});

const SCREENS = [
  ['overview', 'overview'],
  ['overview-state', 'overview?groupBy=state'],
  ['overview-running', 'overview?period=this-month&groupBy=team'],
  ['overview-fleet', 'overview?select=fleet'],
  ['overview-year', 'overview?period=13-months&compare=previous'],
  ['overview-coverage', 'overview?select=coverage'],
  ['overview-idle', 'overview?select=idle&groupBy=team&filter=provider%3A%22AWS%22'],
  ['overview-euros', 'overview?into=EUR'],
  ['gpus', 'gpus'],
  ['chargeback', 'chargeback'],
  ['charges', 'charges'],
  ['charges-trace', 'charges?select=3f9a0c1e0%3A4294967296'],
  ['invoices', 'invoices'],
  ['invoices-euros', 'invoices?into=EUR'],
  ['invoices-charges', 'invoices?select=USD%3Aprepaid'],
  ['variance', 'variance'],
  ['variance-euros', 'variance?into=EUR'],
  ['close', 'close'],
  ['close-changed', 'close?select=FY2026-P09'],
  ['budgets', 'budgets'],
  ['alerts', 'alerts'],
  ['commitments', 'commitments'],
  ['data-sources', 'data'],
  ['data-deliveries', 'data?select=deliveries'],
  ['data-rejects', 'data?select=rejects'],
  ['data-reconciliation', 'data?select=reconciliation'],
  ['data-reconciliation-day', 'data?select=reconciliation:day'],
  ['data-ownership', 'data?select=ownership'],
  ['data-prices', 'data?select=prices'],
  ['data-unknown', 'data?select=unknown'],
];

const faults = [];
let mock;
if (args.mock) {
  const { startMock } = await import('../test/mock/server.mjs');
  mock = await startMock();
  args.url = mock.url;
}
if (!args.url) {
  console.error('usage: npm run screens -- --url URL --token TOKEN, or npm run screens:mock');
  process.exit(2);
}
mkdirSync(args.out, { recursive: true });

const browser = await launch(args.chromium);
const wanted = SCREENS.filter(([name]) => args.only === '' || args.only.split(',').some((o) => name.startsWith(o)));
for (const theme of args.theme ? [args.theme] : THEMES) {
  for (const size of Object.keys(SIZES)) {
    const { context, page, complaints } = await openPage(browser, { theme, size });
    if (args.only === '' || args.only.includes('sign-in')) {
      await page.goto(`${args.url}/`);
      await page.waitForSelector('form');
      await page.screenshot({ path: join(args.out, `sign-in-${size}-${theme}.png`) });
    }
    await signIn(page, args.url, args.token);
    for (const [name, hash] of wanted) {
      const query = args.period && !hash.includes('period=') ? `${hash.includes('?') ? '&' : '?'}period=${args.period}` : '';
      const at = `${name}-${size}-${theme}`;
      await show(page, hash + query).catch((e) => faults.push(`${at}: ${e.message}`));
      await page.screenshot({ path: join(args.out, `${at}.png`), fullPage: true });
      faults.push(...(await check(page)).map((f) => `${at}: ${f}`), ...complaints.splice(0).map((c) => `${at}: ${c}`));
    }
    await context.close();
  }
}
await browser.close();
mock?.close();
if (faults.length > 0) {
  console.error([...new Set(faults)].join('\n'));
  process.exit(1);
}
console.log(`${wanted.length} screens in ${Object.keys(SIZES).length} sizes and 2 themes under ${args.out}: nothing found`);
