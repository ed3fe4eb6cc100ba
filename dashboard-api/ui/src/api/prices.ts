import { useRead } from './queries';

/** What one thing costs at one provider, with what it is a price of. */
export interface Price {
  kind: 'device' | 'token';
  provider: string;
  region: string | null;
  model: string;
  option: string;
  price: string;
  currency: string;
  unit: string;
  perDeviceHour: string | null;
  validFrom: string | null;
  validTo: string | null;
  source: string;
  collectedOn: string | null;
  standing: 'published' | 'overridden' | 'configured';
  finding: string | null;
}

export interface Prices {
  rows: Price[];
  totalRows: number;
  findings: number;
  unpriced: string[];
}

export const usePrices = (q: { kind: string; search?: string; asOf?: string; limit: number; offset: number }) => useRead<Prices>('/prices', q);
