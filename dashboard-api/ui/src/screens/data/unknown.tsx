import type { Status, UnknownAccelerator } from '../../api/status';
import { count } from '../../money/format';
import { Card, EmptyState, SkeletonRows } from '../../parts/basics';
import { type Column, Table } from '../../parts/table';
import { csvOf, firstOf, MoneyText } from './words';

const COLUMNS: Column<UnknownAccelerator>[] = [
  { key: 'sku', head: 'SKU', value: (u) => u.sku, cell: (u) => <code>{u.sku}</code> },
  { key: 'type', head: 'Resource type', value: (u) => u.resourceType },
  { key: 'charges', head: 'Charges', number: true, value: (u) => u.charges, cell: (u) => count(u.charges) },
  { key: 'billed', head: 'Invoiced', number: true, value: (u) => firstOf(u.billed), csv: (u) => csvOf(u.billed), cell: (u) => <MoneyText money={u.billed} /> },
];

/** SKUs that look like accelerators and are in no list, and models that no price covers. */
export function UnknownPart({ status }: { status: Status | undefined }) {
  return (
    <>
      <Card title="Unknown accelerators" sub="charges that look like accelerators, of a kind this version does not know">
        {!status ? <SkeletonRows rows={4} /> : (
          <Table label="Unknown accelerators" rows={status.unknownAccelerators} columns={COLUMNS} rowKey={(u) => `${u.sku}\u0000${u.resourceType ?? ''}`} sort={{ key: 'billed', desc: true }} tools empty={<EmptyState title="Every accelerator is known" why="A charge that looks like a GPU, of a SKU in no list, would stand here until a version of GpuLedger knows it." />} />
        )}
      </Card>
      <Card title="Unpriced" sub="GPU models that run without a price, so their use is in no estimate">
        {!status ? <SkeletonRows rows={2} /> : status.unpriced.length === 0 ? <EmptyState title="Every model in use has a price" why="A model without a price would stand here, never as zero." /> : (
          <div className="body" style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
            {status.unpriced.map((m) => <span className="tag" key={m}>{m}</span>)}
            <p className="muted small" style={{ width: '100%' }}>Add a line under <code>prices:</code> in gpuledger.yaml; it is read again when the file changes.</p>
          </div>
        )}
      </Card>
    </>
  );
}
