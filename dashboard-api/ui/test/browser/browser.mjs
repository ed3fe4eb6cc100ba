// What the screenshots and the browser tests share: the browser, and the checks that a picture does not show.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

export const SIZES = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
export const THEMES = ['light', 'dark'];

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--force-color-profile=srgb'];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export function launch(executablePath) {
  return chromium.launch({ executablePath, args: FLAGS });
}

/** A page of its own with what it complains of: console messages and errors nobody caught. */
export async function openPage(browser, { theme = 'light', size = 'wide' } = {}) {
  const context = await browser.newContext({ viewport: SIZES[size], deviceScaleFactor: size === 'phone' ? 2 : 1, colorScheme: theme, reducedMotion: 'reduce', hasTouch: size === 'phone', locale: 'en-US', acceptDownloads: true });
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (m) => {
    if (m.type() === 'error' || m.type() === 'warning') complaints.push(`console ${m.type()}: ${m.text()}`);
  });
  page.on('pageerror', (e) => complaints.push(`error: ${e.message}`));
  return { context, page, complaints };
}

/** Signs in by the link that `up` prints; the token must leave the address. */
export async function signIn(page, url, token) {
  await page.goto('about:blank');
  await page.goto(`${url}/#token=${encodeURIComponent(token)}`);
  await page.waitForSelector('.topbar', { timeout: 20_000 });
}

/** Shows a screen by its address behind `#` and waits until nothing is loading. */
export async function show(page, hash) {
  await page.evaluate((h) => { window.location.hash = h; }, `#/${hash}`);
  await settled(page);
}

const painted = (page) => page.evaluate(() => document.fonts.ready.then(() => new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)))));

/** No first answer under way, no skeleton, fonts in, and drawn. */
export async function settled(page, timeout = 30_000) {
  await painted(page);
  await page.waitForFunction(() => document.querySelector('main')?.getAttribute('aria-busy') !== 'true' && !document.querySelector('.skeleton'), null, { timeout });
  await painted(page);
}

/** What a picture does not show: sideways scrolling and what axe-core finds, as words. */
export async function check(page) {
  const faults = [];
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) faults.push(`scrolls sideways by ${wide} px`);
  // Through the debugger, which a content security policy does not hold back.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  const violations = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations.map((v) => `${v.id} (${v.impact}): ${v.nodes.slice(0, 3).map((n) => `${n.target.join(' ')} ${(n.any[0] ?? n.all[0] ?? n.none[0])?.message ?? ''}`).join(' | ')}`)));
  return [...faults, ...violations.map((v) => `axe ${v}`)];
}
