// Called by Maven: `node scripts/maven.mjs build|test OUT STAMPS SKIP`. Builds or tests only when a source
// changed since the last time it went well; the stamp is a hash of every source, kept under target/.
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const [task, out, stamps, skip] = process.argv.slice(2);
const root = dirname(dirname(fileURLToPath(import.meta.url)));
if (skip === 'true') {
  console.log(`[ui] ${task} skipped`);
  process.exit(0);
}

const SOURCES = {
  install: ['package.json', 'package-lock.json', '.npmrc'],
  build: ['package.json', 'package-lock.json', '.npmrc', 'index.html', 'vite.config.ts', 'tsconfig.json', 'src', 'public'],
  test: ['package.json', 'package-lock.json', '.npmrc', 'index.html', 'vite.config.ts', 'tsconfig.json', 'src', 'public', 'test'],
};

function files(path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  try {
    return readdirSync(full, { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => files(join(path, entry.name)));
  } catch {
    return [full];
  }
}

function fingerprint(names) {
  const hash = createHash('sha256').update(process.version);
  for (const file of names.flatMap(files)) {
    const content = readFileSync(file);
    hash.update(`${relative(root, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

const stampOf = (name) => join(name === 'install' ? join(root, 'node_modules') : stamps, `.ui-${name}.stamp`);
const isDone = (name, value) => existsSync(stampOf(name)) && readFileSync(stampOf(name), 'utf8') === value;

function markDone(name, value) {
  mkdirSync(dirname(stampOf(name)), { recursive: true });
  writeFileSync(stampOf(name), value);
}

function npm(args) {
  console.log(`[ui] npm ${args.join(' ')}`);
  const result = spawnSync('npm', args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, GPULEDGER_UI_OUT: out },
    shell: process.platform === 'win32',
  });
  if (result.error?.code === 'ENOENT') console.error('[ui] npm is not installed: GpuLedger needs Node 20.19 or newer with npm (or -Dui.skip)');
  if (result.status !== 0) process.exit(result.status ?? 1);
}

function install() {
  const value = fingerprint(SOURCES.install);
  if (isDone('install', value)) return;
  npm(['ci', '--no-audit', '--no-fund']);
  markDone('install', value);
}

const value = fingerprint(SOURCES[task]);
const present = task === 'test' || existsSync(join(out, 'index.html'));
if (present && isDone(task, value)) {
  console.log(`[ui] ${task} is up to date`);
} else {
  install();
  npm(task === 'test' ? ['test'] : ['run', 'build']);
  markDone(task, value);
}
