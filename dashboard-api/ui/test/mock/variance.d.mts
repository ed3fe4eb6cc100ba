import type { VarianceAnswer } from '../../src/api/variance';

export function variance(q: { period: string; against: string; metric?: string; currency?: string; empty?: boolean }): VarianceAnswer;
