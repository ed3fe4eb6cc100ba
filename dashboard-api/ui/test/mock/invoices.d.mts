import type { Bridges } from '../../src/api/invoices';

export function bridges(period: string, empty: boolean, currency?: string): Bridges;
