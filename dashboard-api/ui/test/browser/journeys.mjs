// What a reader does in a real browser, driven by the Java test BrowserEndToEndTest over standard input:
//   node journeys.mjs URL PICTURES CHROMIUM
// One request a line, {"journey": NAME, ...arguments}; one answer a line, {"ok": true} or {"fault": WORDS}. A fault
// leaves a picture behind. What the console says while a journey runs is a fault of it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { check, launch, openPage, settled, show, signIn, SIZES, THEMES } from './browser.mjs';

const [url, pictures, chromium] = process.argv.slice(2);
const browser = await launch(chromium);
const at = await openPage(browser);
let signedInBy = '';
await at.context.grantPermissions(['clipboard-read', 'clipboard-write']);

const SCALE = 18n;

/** An exact decimal as a count of 10^-18. */
function units(text) {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,18}))?$/.exec(text) ?? assert.fail(`"${text}" is not an amount`);
  const size = BigInt(whole) * 10n ** SCALE + BigInt(fraction.padEnd(18, '0'));
  return sign ? -size : size;
}

/** Records of RFC 4180 up to the first empty line, as objects by their head. */
function readCsv(text) {
  const records = [];
  for (const line of text.split(/\r?\n/)) {
    if (line === '') break;
    records.push([...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((m) => m[1]?.replace(/""/g, '"') ?? m[2]));
  }
  const [head, ...rows] = records;
  return rows.map((row) => Object.fromEntries(head.map((h, i) => [h, row[i]])));
}

const sumOf = (texts) => texts.reduce((a, t) => a + units(t), 0n);
const text = async (locator) => (await locator.first().textContent({ timeout: 10_000 })).trim();

/** What the reader would paste. */
async function copied(page, label) {
  await page.getByRole('button', { name: `Copy ${label} as CSV` }).click();
  return readCsv(await page.evaluate(() => navigator.clipboard.readText()));
}

async function heading(page, name) {
  await page.getByRole('heading', { name, exact: true }).first().waitFor({ timeout: 10_000 });
}

const JOURNEYS = {
  /** The sign-in page refuses a wrong token in words and takes a right one. */
  async typeTokens({ wrong, right }) {
    const { page, complaints, context } = at;
    await context.clearCookies();
    await page.goto(`${url}/`);
    await page.evaluate(() => localStorage.clear());
    await page.goto(`${url}/`);
    const field = page.getByLabel('Access token');
    await field.fill(wrong);
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('This token is not valid').waitFor({ timeout: 10_000 });
    complaints.splice(0, complaints.length, ...complaints.filter((c) => !c.includes('401')));
    await field.fill(right);
    signedInBy = right;
    await page.keyboard.press('Enter');
    await page.waitForSelector('.topbar', { timeout: 20_000 });
    await settled(page);
  },

  /** The link that `up` prints signs in, and the token leaves the address at once. */
  async signIn({ token, role }) {
    const { page } = at;
    if (signedInBy === token) return;
    signedInBy = token;
    await signIn(page, url, token);
    await settled(page);
    assert.equal(page.url().includes(token), false, 'the token stands in the address');
    await page.getByRole('button', { name: /^Account: / }).click();
    await page.getByText(`Role ${role}`).waitFor({ timeout: 10_000 });
    await page.keyboard.press('Escape');
  },

  /** The tile, the foot of the table and the copied rows say the bill's total; so does every other grouping. */
  async overview({ period, metric, filter, currency, total, shown, teams }) {
    const { page } = at;
    await show(page, `overview?${new URLSearchParams({ period, metric, filter, currency })}`);
    await page.getByRole('button', { name: 'Chart', exact: true }).click();
    const tile = page.locator('.tile').first();
    assert.equal(await tile.locator('.figure').getAttribute('title'), `${shown} ${currency}`);
    assert.equal(await text(page.locator('.twin tfoot td.is-number')), shown);
    assert.equal(sumOf((await copied(page, 'Spend by provider')).map((r) => r[`Amount (${currency})`])), units(total));

    await page.getByLabel('Group by').selectOption('team');
    await settled(page);
    assert.match(page.url(), /groupBy=team/);
    assert.equal(await text(page.locator('.twin tfoot td.is-number')), shown);
    const rows = await copied(page, 'Spend by team');
    const byTeam = Object.fromEntries(rows.map((r) => [r.Team, units(r[`Amount (${currency})`])]));
    for (const [team, amount] of Object.entries(teams)) assert.equal(byTeam[team === '' ? 'No owner' : team], units(amount), `team "${team}"`);

    await page.getByRole('button', { name: 'By day' }).click();
    assert.equal(sumOf((await copied(page, 'Spend by day')).map((r) => r[`Total (${currency})`])), units(total));
  },

  /** The table closes, the proof says so, and the exported file holds the bill to the last digit. */
  async chargeback({ period, filter, currency, total, shown, teams }) {
    const { page } = at;
    await show(page, `chargeback?${new URLSearchParams({ period, filter, metric: 'billed' })}`);
    const table = page.getByRole('group', { name: `Chargeback by team, ${currency}` });
    assert.equal(await text(table.locator('tfoot td.is-number')), shown);
    assert.equal(await page.getByText('Does not close').count(), 0);
    assert.ok((await page.getByText('Closes exactly').count()) > 0, 'no proof says that it closes');
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await page.getByRole('link', { name: /^CSV/ }).click();
    const download = await waiting;
    assert.equal(download.suggestedFilename(), `chargeback-${period}.csv`);
    const rows = readCsv(readFileSync(await download.path(), 'utf8')).filter((r) => r.currency === currency);
    assert.equal(sumOf(rows.map((r) => r.billed_cost)), units(total));
    for (const [team, amount] of Object.entries(teams)) {
      const own = rows.filter((r) => r.team === (team === '' ? 'unattributed' : team));
      assert.equal(sumOf(own.map((r) => r.billed_cost)), units(amount), `team "${team}"`);
    }
  },

  /** A file falls on the screen, is loaded, and its refused row stands with place, field and its own text. */
  async drop({ file, name, source, accepted, place, field, value }) {
    const { page } = at;
    await show(page, 'data');
    const transfer = await page.evaluateHandle(([content, called]) => {
      const data = new DataTransfer();
      data.items.add(new File([content], called, { type: 'text/csv' }));
      return data;
    }, [readFileSync(file, 'utf8'), name]);
    await page.dispatchEvent('.drop', 'dragover', { dataTransfer: transfer });
    await page.dispatchEvent('.drop', 'drop', { dataTransfer: transfer });
    await page.getByLabel('Source', { exact: true }).fill(source);
    await page.getByRole('button', { name: 'Load', exact: true }).click();
    await page.getByRole('heading', { name: 'Loaded', exact: true }).waitFor({ timeout: 60_000 });
    const facts = async (label) => (await page.locator('.report dt', { hasText: new RegExp(`^${label}$`) }).locator('xpath=following-sibling::dd').allTextContents()).map((t) => Number(t.replace(/\D/g, '')));
    assert.equal((await facts('Accepted')).reduce((a, b) => a + b, 0), accepted);
    assert.equal((await facts('Rejected')).reduce((a, b) => a + b, 0), 1);
    await page.getByText(place, { exact: true }).first().waitFor({ timeout: 10_000 });

    await page.getByRole('button', { name: 'Show the reject' }).click();
    await settled(page);
    const reject = page.locator('.reject', { hasText: place });
    await reject.waitFor({ timeout: 10_000 });
    assert.equal(await text(reject.locator('.tag')), field);
    assert.equal(await text(reject.locator('mark')), value);
  },

  /** Makes a budget by the form. */
  async makeBudget({ name, filter, limit }) {
    const { page } = at;
    await show(page, 'budgets');
    await page.getByRole('button', { name: 'New budget' }).first().click();
    await page.getByLabel('Name').fill(name);
    await page.getByRole('textbox', { name: 'Scope' }).fill(filter);
    await page.getByLabel('Limit a month').fill(limit);
    await page.getByLabel('Alert at, % of the limit').fill('50, 80, 100');
    await page.getByRole('button', { name: 'Create budget' }).click();
    await page.locator('.budget', { hasText: name }).waitFor({ timeout: 10_000 });
  },

  /** The alert comes by itself, without a reload, and the message stands as Slack shows it. */
  async awaitAlert({ name, says }) {
    const { page } = at;
    await page.locator('.alert-item', { hasText: name }).first().waitFor({ timeout: 60_000 });
    await page.locator('.alert-item', { hasText: name }).first().getByRole('button').first().click();
    await page.locator('.slack .header', { hasText: name }).waitFor({ timeout: 10_000 });
    const message = await text(page.locator('.slack'));
    for (const words of says) assert.ok(message.includes(words), `the message lacks "${words}": ${message}`);
    await page.getByRole('button', { name: 'Plain text' }).click();
    assert.ok((await text(page.locator('pre.raw'))).includes(name), 'the plain text lacks the budget');
    assert.match(await text(page.locator('.budget', { hasText: name }).locator('.figures')), /[1-9]/);
    await page.getByRole('button', { name: `Acknowledge ${name}` }).first().click();
    await page.getByText(/^Acknowledged/).first().waitFor({ timeout: 10_000 });
  },

  /** GPUs stand with their number, cluster, state and holder, and one opens with its facts. */
  async gpus({ cluster, devices, holder, uuid }) {
    const { page } = at;
    await show(page, `gpus?${new URLSearchParams({ filter: `cluster:"${cluster}"` })}`);
    await page.getByText(`${devices} GPUs and slices at their latest sample, in 1 cluster`).waitFor({ timeout: 20_000 });
    await page.getByLabel('Find among the GPUs').fill(holder);
    const rows = await copied(page, 'GPUs');
    assert.ok(rows.length > 0 && rows.every((r) => r.Holder.includes(holder)), `no GPU is held by ${holder}`);
    assert.ok(rows.some((r) => r.GPU === uuid), `${uuid} is not among them`);
    await page.getByRole('group', { name: 'GPUs' }).getByRole('button').filter({ hasText: /\S/ }).last().click();
    await heading(page, 'Last 24 hours');
  },

  /** Every screen by keys alone: search jumps, tabs move by arrows, and Escape closes what floats. */
  async keyboard() {
    const { page } = at;
    await show(page, 'overview');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('chargeb');
    await page.keyboard.press('Enter');
    await heading(page, 'Chargeback');
    await page.keyboard.press('/');
    await page.keyboard.type('data');
    await page.keyboard.press('Escape');
    assert.equal(await page.getByRole('dialog').count(), 0, 'Escape leaves the search open');
    await show(page, 'data');
    await page.getByRole('tab', { name: /Sources/ }).focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.getByRole('tab', { name: /Deliveries/ }).getAttribute('aria-selected'), 'true');
    await page.keyboard.press('Tab');
    const reached = await page.evaluate(() => document.activeElement?.matches(':focus-visible') && document.activeElement !== document.body);
    assert.ok(reached, 'the focus is not seen after the tabs');
  },

  /** A lead sees the own team alone, and is told why deliveries are not shown. */
  async lead({ period, team, currency, shown }) {
    const { page } = at;
    await show(page, `overview?${new URLSearchParams({ period, metric: 'billed', groupBy: 'team', currency })}`);
    assert.equal(await text(page.locator('.twin tfoot td.is-number')), shown);
    assert.deepEqual((await copied(page, 'Spend by team')).map((r) => r.Team), [team]);
    await show(page, 'data');
    await heading(page, 'Shown to roles that see every team');
    await show(page, 'invoices');
    await heading(page, 'Shown to roles that see every team');
    await show(page, 'close');
    await heading(page, 'Shown to roles that see every team');
    await show(page, 'budgets');
    assert.equal(await page.getByRole('button', { name: 'New budget' }).count(), 0, 'a lead may not make budgets');
  },

  /** Finance types the total of an invoice, the invoice ties, and a line of the bridge opens its charges. */
  async invoices({ period, invoice, currency, payable, wrong }) {
    const { page } = at;
    await show(page, `invoices?${new URLSearchParams({ period })}`);
    const row = page.locator('tr', { hasText: invoice });
    await row.getByText('Not tied to an invoice').waitFor({ timeout: 20_000 });
    for (const [typed, says] of [[wrong, 'Not tied'], [payable, 'Tied']]) {
      const record = page.getByRole('button', { name: `Record total of ${invoice} in ${currency}` });
      await record.click();
      await page.getByLabel('Payable, tax included').fill('12 bucks');
      await page.getByRole('button', { name: 'Record total', exact: true }).click();
      await page.getByText('"12 bucks" is not an amount').waitFor({ timeout: 10_000 });
      await page.getByLabel('Payable, tax included').fill(typed);
      await page.getByRole('button', { name: 'Record total', exact: true }).click();
      await row.getByText(says, { exact: true }).waitFor({ timeout: 20_000 });
      if (says === 'Tied') break;
      await page.getByRole('button', { name: `Withdraw the total of ${invoice} in ${currency}` }).click();
      await page.getByRole('button', { name: 'Withdraw total', exact: true }).click();
      await row.getByText('Not tied to an invoice').waitFor({ timeout: 20_000 });
    }
    const bridge = page.getByRole('table', { name: `Bridge, ${currency}` });
    const line = (name) => bridge.locator('tr', { hasText: name });
    assert.equal(await text(line('Unexplained').locator('td.is-number')), '0');
    await bridge.getByRole('button', { name: 'Prepaid purchases of the period' }).click();
    await heading(page, 'Prepaid purchases of the period: charges');
    await settled(page);
    const adds = (await copied(page, 'Charges of Prepaid purchases of the period')).map((r) => r[`Adds to the line (${currency})`]);
    const whole = (await line('Prepaid purchases of the period').locator('td.is-number span').getAttribute('title')).replace(/[^0-9.]/g, '');
    assert.equal(-sumOf(adds), units(whole));
  },

  /** A file falls on the screen and is loaded. */
  async load({ file, name, source }) {
    const { page } = at;
    await show(page, 'data');
    const transfer = await page.evaluateHandle(([content, called]) => {
      const data = new DataTransfer();
      data.items.add(new File([content], called, { type: 'text/csv' }));
      return data;
    }, [readFileSync(file, 'utf8'), name]);
    await page.dispatchEvent('.drop', 'drop', { dataTransfer: transfer });
    await page.getByLabel('Source', { exact: true }).fill(source);
    await page.getByRole('button', { name: 'Load', exact: true }).click();
    await page.getByRole('heading', { name: 'Loaded', exact: true }).waitFor({ timeout: 60_000 });
  },

  /** Finance gives a month to review: what is open asks for a word, and finance itself has no sign-off. */
  async prepareClose({ name, note }) {
    const { page } = at;
    await show(page, `close?${new URLSearchParams({ select: name })}`);
    const row = page.locator('.periods li', { hasText: name });
    await row.getByText('Open', { exact: true }).waitFor({ timeout: 20_000 });
    await page.getByRole('button', { name: 'Prepare', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Give to review' }).click();
    await dialog.getByText('Why may it stand open?').first().waitFor({ timeout: 10_000 });
    for (const field of await dialog.getByRole('textbox').all()) await field.fill(note);
    await dialog.getByRole('button', { name: 'Give to review' }).click();
    await row.getByText('In review', { exact: true }).waitFor({ timeout: 20_000 });
    await page.locator('.checklist').getByText(note).first().waitFor({ timeout: 10_000 });
    assert.equal(await page.getByRole('button', { name: 'Sign off' }).count(), 0, 'finance may not sign off');
  },

  /** Another person signs; nothing has changed since; the journal is a file that balances. */
  async signClose({ name }) {
    const { page } = at;
    await show(page, `close?${new URLSearchParams({ select: name })}`);
    const row = page.locator('.periods li', { hasText: name });
    await page.getByRole('button', { name: 'Sign off', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Sign off', exact: true }).click();
    await row.getByText('Closed', { exact: true }).waitFor({ timeout: 20_000 });
    await page.getByText('Every figure is as it was signed, to the last digit.').waitFor({ timeout: 10_000 });
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export journal' }).click();
    await page.getByRole('link', { name: /^CSV/ }).click();
    const rows = readCsv(readFileSync(await (await waiting).path(), 'utf8'));
    for (const currency of new Set(rows.map((r) => r.currency))) {
      const own = rows.filter((r) => r.currency === currency);
      assert.equal(sumOf(own.map((r) => r.debit || '0')), sumOf(own.map((r) => r.credit || '0')), `the journal in ${currency}`);
    }
    await page.getByRole('button', { name: 'Reopen', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Reopen', exact: true }).click();
    await dialog.getByText('Say why.').waitFor({ timeout: 10_000 });
    await dialog.getByLabel('Reason').fill('a bill came late');
    await dialog.getByRole('button', { name: 'Reopen', exact: true }).click();
    await row.getByText('Reopened', { exact: true }).waitFor({ timeout: 20_000 });
    await page.getByText('a bill came late').waitFor({ timeout: 10_000 });
  },

  /** The picker converts; an amount without a rate is named and not summed; the copied rows close to the total. */
  async convert({ filter, into, converted, shown, without }) {
    const { page } = at;
    for (const [period, total, left] of [['2026-10', converted, undefined], [without.period, without.total, without.left]]) {
      await show(page, `overview?${new URLSearchParams({ period, metric: 'billed', filter })}`);
      await page.getByRole('button', { name: 'Currency as billed' }).click();
      await page.getByRole('button', { name: new RegExp(`^${into} The currency`) }).click();
      await settled(page);
      assert.match(page.url(), new RegExp(`into=${into}`));
      await page.getByRole('button', { name: /\brates?\b/ }).first().waitFor({ timeout: 10_000 });
      await page.getByRole('button', { name: 'Chart', exact: true }).click();
      assert.equal(sumOf((await copied(page, 'Spend by provider')).map((r) => r[`Amount (${into})`])), units(total), period);
      if (left === undefined) assert.equal(await text(page.locator('.twin tfoot td.is-number')), shown);
      const named = page.getByText('Not in these figures, for want of an exchange rate');
      if (left === undefined) assert.equal(await named.count(), 0, 'an amount is said to be left out');
      else assert.ok((await text(named)).includes(left), `${left} is not named`);
    }
  },

  /** One month leads to the next: the parts of every row sum to its change, and the rows to that of the bills. */
  async variance({ period, filter, currency, change }) {
    const { page } = at;
    await show(page, `variance?${new URLSearchParams({ period, metric: 'billed', filter })}`);
    await heading(page, `From month to month, ${currency}`);
    const lines = page.getByRole('list', { name: 'Why, in three lines' }).first();
    assert.match(await text(lines), /[1-9]/);
    const rows = await copied(page, `Variance by team and service, ${currency}`);
    assert.ok(rows.length > 0, 'no row says why');
    assert.equal(sumOf(rows.map((r) => r[`Change (${currency})`])), units(change));
  },

  /** The price book is searched; a configured price stands beside the published one that it replaces. */
  async prices({ provider, price }) {
    const { page } = at;
    await show(page, 'data?select=prices');
    await page.getByLabel('Search prices').fill(provider);
    const table = page.getByRole('group', { name: 'Prices' });
    const own = table.locator('tr', { hasText: price });
    await own.getByText('Configured').waitFor({ timeout: 10_000 });
    await table.getByText('Overridden').first().waitFor({ timeout: 10_000 });
    await page.getByLabel('Search prices').fill('no such provider');
    await heading(page, 'No price fits');
  },

  /** What GPUs drew stands by cluster with its carbon, to the last digit. */
  async energy({ cluster, kwh, kilograms }) {
    const { page } = at;
    await show(page, 'overview?period=last-30-days');
    const card = page.locator('.card', { has: page.getByRole('heading', { name: 'Energy and carbon' }) });
    await card.getByRole('button', { name: 'Cluster', exact: true }).click();
    await settled(page);
    const row = (await copied(page, 'Energy and carbon')).find((r) => r.Cluster === cluster);
    assert.ok(row, `no row of ${cluster}`);
    assert.equal(units(row['Energy (kWh)']), units(kwh));
    assert.equal(units(row['Carbon (kg CO2e)']), units(kilograms));
    assert.equal(await card.getByText('No grid factor').getByText(cluster).count(), 0, 'its grid factor is said to be unknown');
  },

  /** A lead disputes a line of the own statement, which is what the bill says, and must say why. */
  async dispute({ period, team, total, reason }) {
    const { page } = at;
    await show(page, `chargeback?${new URLSearchParams({ period })}`);
    const row = (await copied(page, 'Statement, USD')).find((r) => r.Team === team);
    assert.equal(units(row['Charged (USD)']), units(total));
    at.disputed = row['Direct (USD)'];
    await page.getByRole('button', { name: `Dispute a line of ${team}` }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Line').selectOption('direct');
    const send = dialog.getByRole('button', { name: 'Dispute', exact: true });
    await send.click();
    await dialog.getByText('Say why, so that finance can look.').waitFor({ timeout: 10_000 });
    await dialog.getByLabel("Why is it not the team's?").fill(reason);
    await send.click();
    await page.getByRole('group', { name: 'Disputes' }).getByText('Open', { exact: true }).waitFor({ timeout: 20_000 });
  },

  /** Finance reads and grants it; the next statement moves the line to who bears it and keeps its total. */
  async grantDispute({ period, team, reason, bearer, next, nextTotals }) {
    const { page } = at;
    await show(page, `chargeback?${new URLSearchParams({ period })}`);
    await page.getByRole('button', { name: `Reply to the dispute of ${team}, Direct` }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(reason).waitFor({ timeout: 10_000 });
    await dialog.getByLabel('Decision').selectOption('accept');
    await dialog.getByLabel('Team that bears it instead').fill(bearer);
    await dialog.getByLabel('What you say').fill('Granted, it was theirs.');
    await dialog.getByRole('button', { name: 'Reply', exact: true }).click();
    // The head of a column has the same word.
    await page.getByRole('group', { name: 'Disputes' }).locator('.mark', { hasText: /^Granted$/ }).waitFor({ timeout: 20_000 });

    await show(page, `chargeback?${new URLSearchParams({ period: next })}`);
    const rows = await copied(page, 'Statement, USD');
    const correction = Object.keys(rows[0]).find((key) => key.startsWith(`Correction of ${period}`));
    assert.ok(correction, 'the next statement has no correction');
    const of = (name) => rows.find((r) => r.Team === name);
    assert.equal(units(of(team)[correction]), -units(at.disputed));
    assert.equal(units(of(bearer)[correction]), units(at.disputed));
    for (const [name, total] of Object.entries(nextTotals)) assert.equal(units(of(name)['Charged (USD)']) - units(of(name)[correction]), units(total), name);
    assert.equal(sumOf(rows.map((r) => r[correction] || '0')), 0n);
  },

  /** The guide leads over five screens, shows what it speaks of, is never cut, and goes when it is done. */
  async tour({ total, team }) {
    const { page, complaints } = at;
    await page.route('**/api/v1/session', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...(await answer.json()), demo: true } });
    });
    try {
      await page.evaluate(() => localStorage.removeItem('gpuledger.tour'));
      await page.reload();
      await page.getByRole('button', { name: 'Tour, 5 steps' }).click();
      const steps = ['invoices', 'chargeback', 'overview', 'budgets', 'close'];
      for (const [i, screen] of steps.entries()) {
        await page.getByRole('button', { name: new RegExp(`^Step ${i + 1}: `) }).click();
        await settled(page, 60_000);
        assert.match(page.url(), new RegExp(`#/${screen}`));
        for (const viewport of [SIZES.phone, SIZES.wide]) {
          await page.setViewportSize(viewport);
          const cut = await page.locator('.tour').evaluate((e) => e.scrollWidth - e.clientWidth);
          assert.ok(cut <= 0, `step ${i + 1} is cut by ${cut} px at ${viewport.width} px`);
        }
        if (screen === 'invoices') assert.equal(await text(page.getByRole('table', { name: 'Bridge, USD' }).locator('tr', { hasText: 'Unexplained' }).locator('td.is-number')), '0');
        if (screen === 'chargeback') {
          const row = (await copied(page, 'Chargeback by team, USD')).find((r) => r.Team === team);
          assert.equal(units(row['Amortised (USD)']), units(total));
        }
        if (screen !== 'close') await page.locator('.tour-look').waitFor({ timeout: 20_000 });
      }
      await page.locator('.tour').getByRole('button', { name: 'Done' }).click();
      await page.getByRole('button', { name: 'Take the tour' }).waitFor({ timeout: 10_000 });
      // As the last step shows it until the demo has its bill.
      await show(page, 'close?select=1999-01');
      await heading(page, 'There is no period 1999-01 yet');
    } finally {
      await page.unroute('**/api/v1/session');
      await page.setViewportSize(SIZES.wide);
      await page.reload();
      await settled(page);
      complaints.splice(0, complaints.length, ...complaints.filter((c) => !c.includes('ERR_ABORTED')));
    }
  },

  /** A server that is gone is said in words, and what was read before stays. */
  async deadServer() {
    const { page, complaints } = at;
    await show(page, 'overview');
    await page.route('**/api/**', (route) => route.abort());
    await page.evaluate(() => { window.location.hash = '#/chargeback?period=2025-01'; });
    await page.getByText('GpuLedger does not answer').first().waitFor({ timeout: 30_000 });
    await page.unroute('**/api/**');
    await page.getByRole('button', { name: 'Try again' }).first().click();
    // The line of truth asks again by itself, a few seconds after a fault.
    await page.waitForFunction(() => !document.body.innerText.includes('GpuLedger does not answer'), undefined, { timeout: 15_000 });
    await settled(page);
    complaints.splice(0, complaints.length, ...complaints.filter((c) => !c.includes('ERR_FAILED')));
  },

  /** A screen in both sizes and themes: nothing scrolls sideways, axe-core finds nothing, and a picture is kept. */
  async look({ name, hash }) {
    const { page } = at;
    await show(page, hash);
    const faults = [];
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      for (const theme of THEMES) {
        await page.evaluate((t) => { document.documentElement.dataset.theme = t; }, theme);
        await settled(page);
        await page.screenshot({ path: join(pictures, `${name}-${size}-${theme}.png`), fullPage: true });
        faults.push(...(await check(page)).map((f) => `${name} ${size} ${theme}: ${f}`));
      }
    }
    await page.setViewportSize(SIZES.wide);
    assert.deepEqual(faults, []);
  },
};

async function run({ journey, ...asked }) {
  at.complaints.length = 0;
  try {
    assert.ok(journey in JOURNEYS, `no journey is called ${journey}`);
    await JOURNEYS[journey](asked);
    assert.deepEqual(at.complaints, [], 'the console is not silent');
    return { ok: true };
  } catch (fault) {
    const picture = join(pictures, `fault-${journey}.png`);
    await at.page.screenshot({ path: picture, fullPage: true }).catch(() => {});
    return { fault: `${fault.message ?? fault}\nat ${at.page.url()}\npicture: ${picture}` };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await run(JSON.parse(line)))}\n`);
}
await browser.close();
