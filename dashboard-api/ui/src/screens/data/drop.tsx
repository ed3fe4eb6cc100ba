import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { upload } from '../../api/client';
import type { ImportReport } from '../../api/sources';
import { count, percent } from '../../money/format';
import { Card, ErrorState, Mark, Select } from '../../parts/basics';
import { Icon } from '../../parts/icon';
import { setView } from '../../url/state';
import { placeOf } from './rejects';
import { MoneyText, rangeOf } from './words';

/** What the files may be; further formats are added here. */
const FORMATS = [
  ['auto', 'told by the files'],
  ['focus', 'FOCUS'],
  ['aws-cur', 'AWS CUR 2.0'],
  ['aws-cur-legacy', 'AWS legacy CUR'],
  ['databricks', 'Databricks usage and prices'],
  ['azure', 'Azure cost exports'],
  ['snowflake', 'Snowflake usage in currency and metering'],
  ['openai', 'OpenAI usage and costs'],
  ['anthropic', 'Anthropic usage and cost report'],
  ['gcp-billing', 'Google Cloud billing export'],
  ['gcp-focus', 'Google Cloud table named FOCUS'],
  ['oci-cost', 'Oracle cost report'],
  ['oci-focus', 'Oracle FOCUS reports'],
  ['lambda', 'Lambda invoice lines'],
  ['crusoe', 'Crusoe billing export'],
  ['nebius', 'Nebius usage file (before FOCUS)'],
  ['coreweave', 'CoreWeave usage, priced by its rate card'],
  ['runpod', 'RunPod billing history'],
  ['modal', 'Modal billing report'],
  ['vast', 'Vast.ai charges or invoices'],
  ['together', 'Together AI billing usage'],
  ['pinecone', 'Pinecone usage report'],
  ['zilliz', 'Zilliz Cloud daily usage'],
  ['custom', 'as the source declares'],
] as const;

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

type Step =
  | { at: 'idle' }
  | { at: 'sending'; ratio: number }
  | { at: 'failed'; fault: unknown }
  | { at: 'done'; report: ImportReport };

/** Takes files of bills by drag or by button and reports row by row what became of them. */
export function Drop({ sources }: { sources: readonly string[] }) {
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [files, setFiles] = useState<readonly File[]>([]);
  const [source, setSource] = useState('');
  const [format, setFormat] = useState<string>('auto');
  const [replace, setReplace] = useState(false);
  const [step, setStep] = useState<Step>({ at: 'idle' });
  const take = (list: FileList | null) => {
    if (!list || list.length === 0) return;
    setFiles([...list]);
    setStep({ at: 'idle' });
    if (!source) setSource(nameFor(list[0]!.name));
  };
  const send = async () => {
    setStep({ at: 'sending', ratio: 0 });
    try {
      const report = await upload({ source, format, replacePeriod: replace }, files, (ratio) => setStep({ at: 'sending', ratio }));
      setStep({ at: 'done', report });
      setFiles([]);
      await client.invalidateQueries({ predicate: (q) => q.queryKey[0] !== '/session' });
    } catch (fault) {
      setStep({ at: 'failed', fault });
    }
  };
  const valid = NAME.test(source);
  return (
    <>
      <section className={`drop ${over ? 'is-over' : ''}`} aria-label="Load a bill" onDragOver={(e) => { e.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={(e) => { e.preventDefault(); setOver(false); take(e.dataTransfer.files); }}>
        <Icon name="upload" size={24} />
        <div className="words">
          <h2>{files.length === 0 ? 'Drop a bill here' : files.length === 1 ? files[0]!.name : `${files.length} files, one delivery set`}</h2>
          <p>{files.length === 0 ? 'FOCUS 1.0 to 1.4 and the own formats of clouds, GPU clouds, AI and data platforms, as CSV (plain, gzip, zstd), JSON or Parquet, with their manifest; Invoice Detail, Billing Period and Contract Commitment as CSV. All is told by the header; twice the same changes nothing.' : `${sizeOf(files)}. Choose the source these belong to.`}</p>
        </div>
        <input ref={input} type="file" multiple hidden aria-label="Files" accept=".csv,.gz,.zst,.parquet,.zip,.json" onChange={(e) => { take(e.target.files); e.target.value = ''; }} />
        {files.length === 0 ? (
          <button type="button" className="button" onClick={() => input.current?.click()}>Choose files</button>
        ) : (
          <form className="say" onSubmit={(e) => { e.preventDefault(); if (valid) void send(); }}>
            <div className="field">
              <label htmlFor="drop-source">Source</label>
              <input id="drop-source" className="input" list="drop-sources" value={source} onChange={(e) => setSource(e.target.value)} required pattern="[A-Za-z0-9][A-Za-z0-9._\-]*" aria-invalid={source !== '' && !valid} />
              <datalist id="drop-sources">{sources.map((s) => <option key={s} value={s} />)}</datalist>
            </div>
            <Select label="Format" prefix="Format:" value={format} options={FORMATS} onChange={setFormat} />
            <label className="small" style={{ display: 'flex', gap: 6, alignItems: 'center', height: 32 }} title="Also empties accounts of the period that these files do not hold"><input type="checkbox" checked={replace} onChange={(e) => setReplace(e.target.checked)} />Replace the whole period</label>
            <button type="button" className="button" onClick={() => setFiles([])}>Cancel</button>
            <button type="submit" className="button primary" disabled={!valid || step.at === 'sending'}>Load</button>
          </form>
        )}
      </section>
      {step.at === 'sending' ? (
        <div className="card" style={{ padding: '12px 16px', display: 'grid', gap: 6 }} role="status">
          <span className="small">{step.ratio < 1 ? `Sending, ${percent(step.ratio, 0)}` : 'All is sent. Reading rows, storing and checking sums.'}</span>
          <div className="progress" role="progressbar" aria-label="Sent" aria-valuenow={Math.round(step.ratio * 100)} aria-valuemin={0} aria-valuemax={100}><span style={{ width: `${step.ratio * 100}%` }} /></div>
        </div>
      ) : null}
      {step.at === 'failed' ? <ErrorState fault={step.fault} inline kept="Nothing was loaded; what was there before stands." /> : null}
      {step.at === 'done' ? <Report report={step.report} onClose={() => setStep({ at: 'idle' })} /> : null}
    </>
  );
}

function nameFor(file: string): string {
  return file.replace(/\.(csv|parquet|gz|zst|zip)/gi, '').replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '').slice(0, 64).toLowerCase();
}

function sizeOf(files: readonly File[]): string {
  const bytes = files.reduce((a, f) => a + f.size, 0);
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

const SHOWN = 5;

const DATASET_WORDS: Record<string, string> = { invoices: 'Invoices', billing_periods: 'Billing periods', contract_commitments: 'Contract commitments' };

function Report({ report, onClose }: { report: ImportReport; onClose: () => void }) {
  const loads = report.datasets ?? [];
  const visible = report.deliveries.filter((d) => d.visible).length + loads.filter((d) => d.rowsAccepted > 0).length;
  const all = [...report.deliveries, ...loads];
  const unchanged = all.length > 0 && all.every((d) => d.unchanged);
  return (
    <Card
      title={unchanged ? 'Nothing changed: this was loaded before' : visible > 0 ? 'Loaded' : 'Nothing became visible'}
      sub={report.deliveries.length > 0 || loads.length === 0 ? `${report.deliveries.length} ${report.deliveries.length === 1 ? 'delivery' : 'deliveries'}` : undefined}
      actions={<button type="button" className="icon-button" aria-label="Close the report" onClick={onClose}><Icon name="close" size={18} /></button>}
    >
      <div className="report" style={{ paddingTop: 0 }}>
        {report.deliveries.map((d) => (
          <dl className="fact-grid" key={d.deliveryId}>
            <div><dt>Scope</dt><dd>{rangeOf(d.scope)}{d.scope.account ? ` · ${d.scope.account}` : ''}</dd></div>
            <div><dt>Format</dt><dd>{d.format} {d.focusVersion ?? ''}</dd></div>
            <div><dt>Rows read</dt><dd>{count(d.rowsRead)}</dd></div>
            <div><dt>Accepted</dt><dd>{count(d.rowsAccepted)}</dd></div>
            <div><dt>Rejected</dt><dd>{count(d.rowsRejected)}</dd></div>
            <div><dt>Rows tie</dt><dd>{d.rowsAccepted + d.rowsRejected === d.rowsRead ? <Mark kind="ok">Yes</Mark> : <Mark kind="bad">No</Mark>}</dd></div>
            <div><dt>Invoiced</dt><dd><MoneyText money={d.billedCost} /></dd></div>
            {d.nativeBilledCost ? <div><dt>By the bill’s own columns</dt><dd><MoneyText money={d.nativeBilledCost} /></dd></div> : null}
            {d.nativeEffectiveCost ? <div><dt>Amortised, by its own columns</dt><dd><MoneyText money={d.nativeEffectiveCost} /></dd></div> : null}
            <div><dt>State</dt><dd>{d.unchanged ? 'Unchanged' : d.visible ? 'In force' : 'Not visible yet'}</dd></div>
          </dl>
        ))}
        {loads.map((d) => (
          <dl className="fact-grid" key={d.loadId || d.dataset}>
            <div><dt>Dataset</dt><dd>{DATASET_WORDS[d.dataset] ?? d.dataset}</dd></div>
            <div><dt>Rows read</dt><dd>{count(d.rowsRead)}</dd></div>
            <div><dt>Accepted</dt><dd>{count(d.rowsAccepted)}</dd></div>
            <div><dt>Rejected</dt><dd>{count(d.rowsRejected)}</dd></div>
            {Object.keys(d.payable).length > 0 ? <div><dt>Payable</dt><dd><MoneyText money={d.payable} /></dd></div> : null}
            <div><dt>State</dt><dd>{d.unchanged ? 'Unchanged' : 'In force'}</dd></div>
          </dl>
        ))}
        {report.notes?.map((n) => <p key={`${n.file} ${n.line} ${n.code}`} className="small">{n.code === 'SEPARATOR' ? <>{n.file}: {n.message}.</> : <Mark kind="risk">{n.file}{n.line > 0 ? `, line ${n.line}` : ''}: {n.message}.</Mark>}</p>)}
        {report.closedPeriods?.map((p) => <p key={p} className="small"><Mark kind="risk">{p} is closed: its signed figures stand, and what changed becomes corrections.</Mark></p>)}
        {report.rejects.length > 0 ? (
          <>
            <ul className="stack" style={{ gap: 4 }}>{report.rejects.slice(0, SHOWN).map((r, i) => <li key={i} className="small"><code>{placeOf(r)}</code> {r.field ? <strong>{r.field} </strong> : null}{r.message}</li>)}</ul>
            <button type="button" className="button small" style={{ justifySelf: 'start' }} onClick={() => setView({ select: 'rejects' })}>{report.rejects.length === 1 ? 'Show the reject' : `Show all ${count(report.rejects.length)} rejects`}</button>
          </>
        ) : null}
      </div>
    </Card>
  );
}
