// Screenshots of every screen at 1440 and 390 px in both themes, of a running product or of the mock, with the
// checks that a picture does not show: a silent console, no sideways scrolling, nothing from axe-core.
//   npm run screens -- --url http://127.0.0.1:8080 --token TOKEN [--out DIR] [--only overview]
//   npm run screens:mock
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const { values: args } = parseArgs({
  options: {
    url: { type: 'string' },
    token: { type: 'string', default: 'demo' },
    out: { type: 'string', default: 'screens' },
    only: { type: 'string', default: '' },
    mock: { type: 'boolean', default: false },
    period: { type: 'string', default: '' },
    chromium: { type: 'string', default: process.env.CHROMIUM ?? '/usr/bin/chromium' },
  },
});

const SIZES = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const SCREENS = [
  ['overview', 'overview'],
  ['overview-state', 'overview?groupBy=state'],
  ['overview-running', 'overview?period=this-month&groupBy=team'],
  ['overview-fleet', 'overview?select=fleet'],
  ['overview-year', 'overview?period=13-months&compare=previous'],
  ['overview-coverage', 'overview?select=coverage'],
  ['overview-idle', 'overview?select=idle&groupBy=team&filter=provider%3A%22AWS%22'],
  ['gpus', 'gpus'],
  ['chargeback', 'chargeback'],
  ['budgets', 'budgets'],
  ['data-sources', 'data'],
  ['data-deliveries', 'data?select=deliveries'],
  ['data-rejects', 'data?select=rejects'],
  ['data-reconciliation', 'data?select=reconciliation'],
  ['data-unknown', 'data?select=unknown'],
];

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
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

const browser = await chromium.launch({
  executablePath: args.chromium,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--force-color-profile=srgb'],
});

function listen(page, name) {
  page.on('console', (m) => {
    if (m.type() === 'error' || m.type() === 'warning') faults.push(`${name}: console ${m.type()}: ${m.text()}`);
  });
  page.on('pageerror', (e) => faults.push(`${name}: ${e.message}`));
}

async function settled(page) {
  await page.waitForLoadState('load');
  // Wait until nothing is loading: skeletons are gone, fonts are in, and two frames have passed.
  await page.waitForFunction(() => !document.querySelector('.skeleton') && document.querySelector('main'), null, { timeout: 30_000 }).catch(() => faults.push(`${page.url()}: still loading after 30 s`));
  await page.evaluate(() => document.fonts.ready.then(() => new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)))));
}

async function check(page, name) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) faults.push(`${name}: scrolls sideways by ${wide} px`);
  // Through the debugger, which a content security policy does not hold back.
  await page.evaluate(axe);
  const violations = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations.map((v) => `${v.id} (${v.impact}): ${v.nodes.slice(0, 3).map((n) => `${n.target.join(' ')} ${(n.any[0] ?? n.all[0] ?? n.none[0])?.message ?? ''}`).join(' | ')}`)));
  for (const v of violations) faults.push(`${name}: axe ${v}`);
}

const wanted = SCREENS.filter(([name]) => args.only === '' || args.only.split(',').some((o) => name.startsWith(o)));
for (const theme of ['light', 'dark']) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    const context = await browser.newContext({ viewport, deviceScaleFactor: size === 'phone' ? 2 : 1, colorScheme: theme, reducedMotion: 'reduce', hasTouch: size === 'phone', locale: 'en-US' });
    const page = await context.newPage();
    listen(page, `${theme}-${size}`);
    if (args.only === '' || args.only.includes('sign-in')) {
      await page.goto(`${args.url}/`);
      await page.waitForSelector('form');
      await page.screenshot({ path: join(args.out, `sign-in-${size}-${theme}.png`) });
    }
    faults.splice(0, faults.length, ...faults.filter((f) => !f.includes('401')));
    await page.goto('about:blank');
    await page.goto(`${args.url}/#token=${encodeURIComponent(args.token)}`);
    await page.waitForSelector('.topbar', { timeout: 20_000 });
    for (const [name, hash] of wanted) {
      const query = args.period && !hash.includes('period=') ? `${hash.includes('?') ? '&' : '?'}period=${args.period}` : '';
      await page.evaluate((h) => { window.location.hash = h; }, `#/${hash}${query}`);
      await settled(page);
      await page.waitForTimeout(400);
      await settled(page);
      await page.screenshot({ path: join(args.out, `${name}-${size}-${theme}.png`), fullPage: true });
      await check(page, `${name}-${size}-${theme}`);
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
