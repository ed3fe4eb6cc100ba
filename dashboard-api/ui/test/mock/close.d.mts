import type { CloseDetail, CloseHead } from '../../src/api/close';

export function closes(empty: boolean): { rows: CloseHead[]; totalRows: number };
export function close(period: string): CloseDetail | undefined;
export function refusal(step: string, body: { acknowledge?: Record<string, string> }): unknown;
