import type { ReactNode } from 'react';

/** Outlines on a grid of 20, drawn here so that nothing is fetched and all share one stroke. */
const SHAPES = {
  overview: <path d="M3 16.5V11m4.700 5.500V6.500m4.600 10V9.200M17 16.500V3.500" />,
  gpus: <><rect x="4.500" y="4.500" width="11" height="11" rx="2" /><rect x="8" y="8" width="4" height="4" rx=".6" /><path d="M7.500 4.500v-2m5 2v-2m-5 15v-2m5 2v-2m-8-8h-2m2 5h-2m15-5h-2m2 5h-2" /></>,
  chargeback: <><path d="M5 2.800h10v14.400l-2.500-1.600-2.500 1.600-2.500-1.600L5 17.200z" /><path d="M8 7h4m-4 3.500h4" /></>,
  charges: <><path d="M3.500 5h13M3.500 10h13M3.500 15h8" /></>,
  invoices: <><path d="M5.500 2.800h6.500l3 3v11.400h-9.500z" /><path d="M12 2.800v3h3M8 9.500h4.500M8 12.500h4.500" /></>,
  budgets: <><path d="M3.200 14.500a7 7 0 1 1 13.600 0" /><path d="m10 13 3-4.200" /><circle cx="10" cy="13.200" r="1.200" /></>,
  alerts: <><path d="M5 13.500V9a5 5 0 0 1 10 0v4.500l1.500 1.500h-13z" /><path d="M8.300 17.200h3.400" /></>,
  variance: <path d="M3 16.500h14M4.500 16.500V7h3v5h3V8.500h3V4h3v12.500" />,
  closing: <><rect x="4" y="8.500" width="12" height="8.500" rx="1.800" /><path d="M6.800 8.500V6.200a3.200 3.200 0 0 1 6.400 0v2.300M10 11.800v2" /></>,
  data: <><ellipse cx="10" cy="5" rx="6" ry="2.300" /><path d="M4 5v10c0 1.300 2.700 2.300 6 2.300s6-1 6-2.300V5M4 10c0 1.300 2.700 2.300 6 2.300s6-1 6-2.300" /></>,
  commitments: <><path d="M3.500 7.500 8 4.500l3 1.500 5.500 1v6.500l-3 1.500-2.500 1.800c-.8.500-1.700.3-2.300-.4L3.500 11z" /><path d="M11 6 7.500 8.500c.5 1.500 2 1.700 3 .8l1.500-.8 4.500 3.800" /></>,
  more: <><circle cx="4.500" cy="10" r=".8" /><circle cx="10" cy="10" r=".8" /><circle cx="15.500" cy="10" r=".8" /></>,
  search: <><circle cx="9" cy="9" r="5" /><path d="m13 13 4 4" /></>,
  clock: <><circle cx="10" cy="10" r="6.800" /><path d="M10 6v4l2.700 1.800" /></>,
  calendar: <><rect x="3.200" y="4.500" width="13.600" height="12" rx="2" /><path d="M3.200 8.500h13.600M7 2.800v3m6-3v3" /></>,
  sun: <><circle cx="10" cy="10" r="3.300" /><path d="M10 2.500v1.800m0 11.400v1.800M2.500 10h1.800m11.400 0h1.800M4.700 4.700 6 6m8 8 1.300 1.300M4.700 15.300 6 14m8-8 1.300-1.300" /></>,
  moon: <path d="M16.500 11.800A6.800 6.800 0 0 1 8.200 3.500a6.800 6.800 0 1 0 8.300 8.300z" />,
  user: <><circle cx="10" cy="7" r="3.200" /><path d="M3.800 17c.7-3.200 3.200-4.900 6.200-4.900s5.500 1.700 6.200 4.900" /></>,
  left: <path d="m12 5-5 5 5 5" />,
  right: <path d="m8 5 5 5-5 5" />,
  down: <path d="m5 7.500 5 5 5-5" />,
  up: <path d="m5 12.500 5-5 5 5" />,
  close: <path d="m5.500 5.500 9 9m0-9-9 9" />,
  plus: <path d="M10 4.500v11M4.500 10h11" />,
  check: <path d="m4.500 10.500 3.700 3.700 7.300-8" />,
  copy: <><rect x="7" y="7" width="9.500" height="9.500" rx="1.800" /><path d="M13 7V5.300c0-1-.8-1.800-1.800-1.800H5.300c-1 0-1.800.8-1.800 1.800v5.900c0 1 .8 1.800 1.800 1.800H7" /></>,
  download: <path d="M10 3.500v9m0 0 3.500-3.500M10 12.500 6.500 9M4 16.500h12" />,
  upload: <path d="M10 13V4m0 0L6.500 7.500M10 4l3.500 3.500M4 16.500h12" />,
  warning: <><path d="M10 3.300 17.500 16.500h-15z" /><path d="M10 8.300v3.700m0 2.200v.1" /></>,
  fault: <><circle cx="10" cy="10" r="7" /><path d="M10 6.300v4.500m0 2.800v.1" /></>,
  edit: <path d="m4 16 .8-3.300 8.700-8.700 2.500 2.500-8.700 8.700z" />,
  trash: <path d="M4 5.500h12M8 5.500V3.800h4v1.700m-6.300 0 .7 11h7.200l.7-11M8.500 8.800v4.700m3-4.700v4.700" />,
  columns: <><rect x="3" y="4" width="14" height="12" rx="2" /><path d="M8 4v12m4.500-12v12" /></>,
  dense: <path d="M3.500 4h13M3.500 8h13M3.500 12h13M3.500 16h13" />,
  roomy: <path d="M3.500 4.500h13M3.500 10h13M3.500 15.500h13" />,
  collapse: <><rect x="3" y="3.500" width="14" height="13" rx="2" /><path d="M8 3.500v13" /></>,
  play: <path d="M6.500 4.300v11.400l9-5.700z" />,
  slack: <path d="M7.500 3v14m5-14v14M3 7.500h14m-14 5h14" />,
  undo: <path d="M4 8.500h8.200a3.800 3.800 0 0 1 0 7.600H8M4 8.500 7.500 5M4 8.500 7.500 12" />,
  signout: <path d="M8 3.500H4.500v13H8m4.500-10L16 10l-3.500 3.500M16 10H7.500" />,
  filter: <path d="M3 5h14l-5.300 6.200v5l-3.400-1.700v-3.300z" />,
  chart: <path d="M3.500 16.500h13M5.500 14V9.500M10 14V5m4.500 9V7.500" />,
  table: <><rect x="3" y="4" width="14" height="12" rx="1.500" /><path d="M3 8h14M3 12h14M8.500 8v8" /></>,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof SHAPES;

export function Icon({ name, size = 20, className }: { name: IconName; size?: number; className?: string }) {
  return (
    <svg className={className} width={size} height={size} viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false">
      {SHAPES[name]}
    </svg>
  );
}

export function Brand() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="7" fill="var(--accent)" />
      <path d="M8 9.500h16M8 16h16M8 22.500h9" stroke="var(--on-accent)" strokeWidth="2.600" strokeLinecap="round" />
      <circle cx="23" cy="22.500" r="2.600" fill="var(--on-accent)" />
    </svg>
  );
}
