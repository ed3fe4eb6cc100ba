import type { Consumption } from '../../src/api/consumption';

export function consumption(q?: { measure?: Consumption['measure']; groupBy?: string; empty?: boolean }): Consumption;
