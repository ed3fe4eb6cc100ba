import type { DataMovement } from '../../src/api/data-movement';

export function dataMovement(q: { groupBy?: string; empty?: boolean }): DataMovement;
