// Fails where the built script outgrows its budget: 180 kB gzip before charts, 280 kB for the charts.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const assets = join(process.env.GPULEDGER_UI_OUT ?? 'dist', 'assets');
const sizes = readdirSync(assets)
  .filter((name) => name.endsWith('.js'))
  .map((name) => [name, gzipSync(readFileSync(join(assets, name)), { level: 9 }).length]);
const sum = (charts) => sizes.filter(([name]) => name.startsWith('chart-') === charts).reduce((total, [, size]) => total + size, 0);
let failed = false;
for (const [what, size, limit] of [['script before charts', sum(false), 180_000], ['charts', sum(true), 280_000]]) {
  console.log(`[ui] ${what}: ${(size / 1000).toFixed(1)} of ${limit / 1000} kB gzip`);
  if (size > limit) failed = true;
}
process.exit(failed ? 1 : 0);
