// Fails where the built script outgrows its budget, in kB gzip: 180 for what the first screen loads, 200 for all
// screens, 280 for the charts.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const out = process.env.GPULEDGER_UI_OUT ?? 'dist';
const assets = join(out, 'assets');
const page = readFileSync(join(out, 'index.html'), 'utf8');
const sizes = readdirSync(assets)
  .filter((name) => name.endsWith('.js'))
  .map((name) => [name, gzipSync(readFileSync(join(assets, name)), { level: 9 }).length]);
const sum = (of) => sizes.filter(([name]) => of(name)).reduce((total, [, size]) => total + size, 0);
const isChart = (name) => name.startsWith('chart-');
let failed = false;
for (const [what, size, limit] of [
  ['script of the first screen', sum((name) => page.includes(name)), 180_000],
  ['script of all screens', sum((name) => !isChart(name)), 200_000],
  ['charts', sum(isChart), 280_000],
]) {
  console.log(`[ui] ${what}: ${(size / 1000).toFixed(1)} of ${limit / 1000} kB gzip`);
  if (size === 0 || size > limit) failed = true;
}
process.exit(failed ? 1 : 0);
