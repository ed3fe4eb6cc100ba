const ROWS = [
  { id: 'd1', period: '2026-10', metric: 'effective', team: 'vision', costCenter: '-', currency: 'USD', component: 'held_idle', amount: '18342.551200000000000001', state: 'open', granted: null, bearerTeam: null, bearerCostCenter: null, bookedIn: null, remarks: [{ by: 'lena.lead', at: '2026-11-04T09:12:00Z', text: 'Node c-17 was reserved for search from 12 October.' }, { by: 'mara.lind', at: '2026-11-05T08:00:00Z', text: 'Checking with search.' }] },
  { id: 'd2', period: '2026-10', metric: 'effective', team: 'speech', costCenter: '-', currency: 'USD', component: 'direct', amount: '4210.5', state: 'granted', granted: '1200', bearerTeam: 'platform', bearerCostCenter: '-', bookedIn: '2026-11', remarks: [{ by: 'sam.lead', at: '2026-11-03T10:00:00Z', text: 'Two jobs were the platform benchmark.' }, { by: 'mara.lind', at: '2026-11-04T10:00:00Z', text: 'One of them was.' }] },
  { id: 'd3', period: '2026-10', metric: 'effective', team: 'robotics', costCenter: '-', currency: 'USD', component: 'direct', amount: '990', state: 'rejected', granted: null, bearerTeam: null, bearerCostCenter: null, bookedIn: null, remarks: [{ by: 'kim.lead', at: '2026-11-03T10:00:00Z', text: 'Not ours.' }, { by: 'mara.lind', at: '2026-11-03T11:00:00Z', text: 'The job carries the tag of the team.' }] },
];

/** The disputes of the mock's month, whatever month is asked. */
export function disputes(period, empty) {
  const rows = empty ? [] : ROWS.map((d) => ({ ...d, period: period ?? d.period }));
  return { rows, totalRows: rows.length };
}

export function dispute(id, more = {}) {
  return { ...(ROWS.find((d) => d.id === id) ?? ROWS[0]), ...more };
}
