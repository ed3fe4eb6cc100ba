// The built UI with a made-up API behind it: `npm run mock` after `npm run build`. Sign in with the token `demo`;
// `empty` shows every empty state. Fixtures only: nothing of this is shipped.
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commitments } from './commitments.mjs';
import { consumption } from './consumption.mjs';
import { dataMovement } from './data-movement.mjs';
import { dispute, disputes } from './disputes.mjs';
import { prices } from './prices.mjs';
import * as estate from './estate.mjs';
import { close, closes, refusal } from './close.mjs';
import { bridgeCharges, bridges, invoices } from './invoices.mjs';
import { variance } from './variance.mjs';
import { reconciled } from './reconciled.mjs';
import { alertDetail, alertLedger, careFor, otherAlerts } from './alerts.mjs';
import { alertRows, budgetImport, budgetRows, budgetStory, channelRows, deliveries, preview, reconciliation, rejects, sources } from './records.mjs';

const ROOT = process.env.GPULEDGER_UI_OUT ?? fileURLToPath(new URL('../../dist', import.meta.url));
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const session = (empty) => ({ user: empty ? 'new.admin' : 'mara.lind', role: 'admin', teams: [], demo: !empty, version: '0.1.0', csrf: 'csrf-1' });

function answer(response, status, body, headers = {}) {
  const text = body === undefined ? '' : JSON.stringify(body);
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(text);
}

const answers = new Map();

function once(key, make) {
  if (!answers.has(key)) answers.set(key, make());
  return answers.get(key);
}

function read(request) {
  return new Promise((resolve) => {
    const parts = [];
    request.on('data', (p) => parts.push(p));
    request.on('end', () => resolve(Buffer.concat(parts)));
  });
}

function file(response, path) {
  const full = join(ROOT, normalize(path === '/' ? '/index.html' : path));
  if (!full.startsWith(ROOT) || !existsSync(full)) return answer(response, 404, { code: 'not_found', title: 'Not found', status: 404 });
  response.writeHead(200, { 'Content-Type': TYPES[extname(full)] ?? 'application/octet-stream', 'Content-Security-Policy': POLICY, 'X-Content-Type-Options': 'nosniff' });
  createReadStream(full).pipe(response);
}

export function startMock(port = 0) {
  const state = { budgets: budgetRows(), alerts: [...alertRows(), ...otherAlerts()], listeners: new Set() };
  const server = createServer((request, response) => void route(request, response, state));
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve({ url: `http://127.0.0.1:${server.address().port}`, close: () => { for (const l of state.listeners) l.end(); server.closeAllConnections(); server.close(); } })));
}

async function route(request, response, state) {
  const url = new URL(request.url, 'http://mock');
  if (!url.pathname.startsWith('/api/v1')) return file(response, url.pathname);
  const path = url.pathname.slice('/api/v1'.length);
  const q = Object.fromEntries(url.searchParams);
  const who = /ledger=(demo|empty)/.exec(request.headers.cookie ?? '')?.[1];
  if (path === '/session' && request.method === 'POST') {
    const { token } = JSON.parse((await read(request)).toString());
    if (token !== 'demo' && token !== 'empty') return answer(response, 401, { code: 'token_invalid', title: 'This token is not valid', status: 401 });
    return answer(response, 200, session(token === 'empty'), { 'Set-Cookie': `ledger=${token}; HttpOnly; SameSite=Strict; Path=/` });
  }
  if (!who) return answer(response, 401, { code: 'signed_out', title: 'Sign in first', status: 401 });
  const empty = who === 'empty';
  if (path === '/session') {
    if (request.method === 'DELETE') return answer(response, 204, undefined, { 'Set-Cookie': 'ledger=; Max-Age=0; Path=/' });
    return answer(response, 200, session(empty));
  }
  if (path === '/events') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write(': hello\n\n');
    state.listeners.add(response);
    request.on('close', () => state.listeners.delete(response));
    return;
  }
  if (request.method !== 'GET' && request.headers['x-csrf-token'] !== 'csrf-1') return answer(response, 403, { code: 'csrf', title: 'The CSRF token is missing', status: 403 });
  const day = (t) => (t ?? '').slice(0, 10);
  const range = { ...q, start: day(q.start), end: day(q.end), empty };
  const page = (rows) => ({ rows: empty ? [] : rows.slice(Number(q.offset ?? 0), Number(q.offset ?? 0) + Number(q.limit ?? 100)), totalRows: empty ? 0 : rows.length });
  const one = /^\/(budgets|alerts|channels|deliveries|gpus|close|disputes)\/([^/]+)(?:\/([\w-]+))?$/.exec(path);
  const key = `${request.method} ${one ? `/${one[1]}/*${one[3] ? `/${one[3]}` : ''}` : path}`;
  const id = one ? decodeURIComponent(one[2]) : '';
  switch (key) {
    case 'GET /costs': return answer(response, 200, once(`${empty}${url.search}`, () => estate.costs(range)));
    case 'GET /utilization': return answer(response, 200, estate.utilization(range));
    case 'GET /unit-costs': return answer(response, 200, q.measure === 'tokens' || q.measure === 'vectors' ? consumption({ ...q, empty }) : q.measure === 'data-movement' ? dataMovement({ ...q, empty }) : q.measure === 'carbon' ? estate.energy({ groupBy: q.groupBy, empty }) : estate.unitCosts({ ...range }));
    case 'GET /ownership': return answer(response, 200, estate.ownership({ empty }));
    case 'GET /charges': return answer(response, 200, estate.charges({ empty, limit: Number(q.limit), offset: Number(q.offset) }));
    case 'GET /gpus': return answer(response, 200, estate.gpus({ limit: Number(q.limit), offset: Number(q.offset), empty }));
    case 'GET /gpus/*/timeline': return answer(response, 200, estate.timeline(q.start, q.end));
    case 'GET /prices': return answer(response, 200, prices({ ...q, empty }));
    case 'GET /commitments': return answer(response, 200, commitments({ ...q, empty }));
    case 'GET /reports/chargeback': return answer(response, 200, estate.chargeback({ ...q, empty }));
    case 'GET /reports/variance': return answer(response, 200, variance({ ...q, empty }));
    case 'GET /disputes': return answer(response, 200, disputes(q.period, empty));
    case 'POST /disputes': return answer(response, 201, dispute('new', JSON.parse((await read(request)).toString())));
    case 'POST /disputes/*/reply': await read(request); return answer(response, 200, dispute(id));
    case 'GET /status': return answer(response, 200, empty
      ? { freshness: [], coverage: {}, rejectedRows: 0, unpriced: [], unknownAccelerators: [], ok: true, progress: [] }
      : { freshness: estate.freshness(), coverage: { telemetry: 0.962, ownership: 0.941 }, currencies: { book: 'EUR', purpose: 'monthly-average', choices: ['EUR', 'GBP', 'USD'] }, rejectedRows: 12, unpriced: ['NVIDIA B200'], unknownAccelerators: [{ sku: 'BoxGPU-MI355X-8', resourceType: 'bm.gpu.mi355x.8', charges: 48, billed: { USD: '18342.5512' } }, { sku: 'RTX-PRO-6000', resourceType: null, charges: 3, billed: { USD: '212.4', EUR: '18.03' } }], ok: false, progress: [] });
    case 'GET /sources': return answer(response, 200, { rows: empty ? [] : sources() });
    case 'GET /deliveries': return answer(response, 200, { ...page(deliveries().filter((d) => !q.source || d.source === q.source)), pending: empty ? [] : [{ deliveryId: 'p1', source: 'azure-main', scope: '7c1e-44aa 2026-11-01T00:00:00Z', rowsStored: 182_000, rowsExpected: 300_000 }] });
    case 'GET /rejects': return answer(response, 200, page(rejects().filter((r) => (!q.source || r.source === q.source) && (!q.deliveryId || r.deliveryId === q.deliveryId))));
    case 'GET /reconciliation': if (q.by && q.by !== 'delivery') return answer(response, 200, reconciled({ ...q, empty }));
      return answer(response, 200, { rows: empty ? [] : reconciliation() });
    case 'GET /close': return answer(response, 200, closes(empty));
    case 'GET /close/*': return close(id) ? answer(response, 200, close(id)) : answer(response, 404, { code: 'NOT_FOUND', title: 'There is nothing here', status: 404, detail: 'There is nothing at this address.', problems: [] });
    case 'POST /close/*/prepare':
    case 'POST /close/*/sign-off':
    case 'POST /close/*/reopen': {
      const fault = refusal(one[3], JSON.parse((await read(request)).toString() || '{}'));
      return fault ? answer(response, 409, fault) : answer(response, 200, close(id));
    }
    case 'GET /invoices': return answer(response, 200, invoices(q.period, empty));
    case 'GET /bridge': return answer(response, 200, bridges(q.period, empty, q.currency));
    case 'GET /bridge/charges': return answer(response, 200, bridgeCharges(q));
    case 'POST /invoices': {
      const total = JSON.parse((await read(request)).toString());
      if (total.issuer === 'Nobody') return answer(response, 400, { code: 'INVALID_REQUEST', title: 'The request has faults', status: 400, detail: 'The invoice total cannot be read.', problems: [{ code: 'NOT_ALLOWED_VALUE', field: 'issuer', message: 'is not an issuer of the mock' }] });
      return answer(response, 201, { dataset: 'invoices', loadId: 'l1', unchanged: false });
    }
    case 'POST /invoices/withdraw': await read(request); return answer(response, 200, { dataset: 'invoices', loadId: 'l2', unchanged: false });
    case 'GET /budgets': return answer(response, 200, { rows: empty ? [] : state.budgets });
    case 'GET /alerts': return answer(response, 200, { rows: empty ? [] : alertLedger(state.alerts, q) });
    case 'GET /alerts/*': { const found = alertDetail(state.alerts, id); return found ? answer(response, 200, found) : answer(response, 404, { code: 'NOT_FOUND', title: 'There is nothing here', status: 404, detail: 'There is nothing at this address.', problems: [] }); }
    case 'POST /alerts/*/snooze':
    case 'POST /alerts/*/assign':
    case 'POST /alerts/*/reason': return answer(response, 200, careFor(state.alerts.find((a) => a.id === id), one[3], JSON.parse((await read(request)).toString())));
    case 'GET /alerts/*/preview': return answer(response, 200, preview(state.alerts.find((a) => a.id === id)));
    case 'GET /channels': return answer(response, 200, { rows: empty ? [] : channelRows() });
    case 'POST /channels/*/test': return answer(response, 200, id === 'automation' ? { channel: id, delivered: false, error: 'the host cannot be reached', uncertain: false, externalId: null } : { channel: id, delivered: true, error: null, uncertain: false, externalId: 'C0123ABCD/1795554000.000247' });
    case 'POST /alerts/*/retry': return answer(response, 200, state.alerts.find((a) => a.id === id));
    case 'POST /alerts/*/acknowledge': Object.assign(state.alerts.find((a) => a.id === id), { state: 'acknowledged', status: 'acknowledged', acknowledgedBy: 'mara.lind', acknowledgedAt: new Date().toISOString() }); return answer(response, 200, {});
    case 'GET /budgets/*': return answer(response, 200, budgetStory(state.budgets.find((b) => b.id === id)));
    case 'POST /budgets/import': case 'POST /budgets/*': return answer(response, 200, budgetImport(url.searchParams.get('preview') === 'true', (await read(request)).toString('latin1').includes('wrong')));
    case 'POST /budgets': {
      const draft = JSON.parse((await read(request)).toString());
      if (draft.filter.includes('oops')) return answer(response, 422, { code: 'invalid', title: 'The budget was not saved', status: 422, problems: [{ code: 'filter', field: 'filter', message: 'filter:1: "oops" is not a field; fields are team, source, region and others' }] });
      state.budgets.push({ id: `b${state.budgets.length + 1}`, version: 1, period: 'monthly', metric: 'billed', spent: { counted: '0', fromBill: '0', estimated: '0' }, spentRatio: 0, burnPerHour: null, forecast: null, crossings: [], ...draft });
      return answer(response, 201, state.budgets.at(-1));
    }
    case 'PUT /budgets/*': Object.assign(state.budgets.find((b) => b.id === id), JSON.parse((await read(request)).toString())); return answer(response, 200, {});
    case 'DELETE /budgets/*': state.budgets = state.budgets.filter((b) => b.id !== id); return answer(response, 204);
    case 'POST /deliveries': await read(request); return answer(response, 200, { deliveries: [{ deliveryId: 'new1', source: q.source, format: 'focus-csv', focusVersion: '1.2', scope: { kind: 'account-month', account: '482910337764', start: '2026-10-01T00:00:00Z', end: '2026-11-01T00:00:00Z' }, kind: 'overwrite', rowsRead: 1000, rowsAccepted: 998, rowsRejected: 2, rowsDuplicate: 0, billedCost: { USD: '20381.291' }, effectiveCost: { USD: '19992.1' }, visible: true, unchanged: false }], rejects: rejects().slice(0, 2) });
    case 'POST /deliveries/*/retract': return answer(response, 409, { code: 'period_closed', title: 'The period is closed', status: 409, detail: 'October 2026 was closed on 12 Nov 2026; reopen it first.', problems: [] }, { 'X-Request-Id': '01JD7Q4' });
    case 'POST /demo/runaway':
      setTimeout(() => { state.alerts.unshift({ ...alertRows()[0], id: `a${Date.now()}`, budgetName: 'vision experiments', threshold: 100, raisedAt: new Date().toISOString(), state: 'queued' }); for (const l of state.listeners) l.write(`event: alert\ndata: ${JSON.stringify({ id: state.alerts[0].id, budgetName: 'vision experiments', threshold: 100 })}\n\n`); }, 600);
      return answer(response, 202, {});
    default:
      if (path.startsWith('/allocations/trace/')) return answer(response, 200, estate.trace());
      return answer(response, 404, { code: 'not_found', title: `Nothing is served at ${path}`, status: 404 });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await startMock(Number(process.env.PORT ?? 8099));
  console.log(`${url}/#token=demo\n${url}/#token=empty`);
}
