import { useSyncExternalStore } from 'react';

/** How high the rows of tables are: one choice of the reader for every table, kept in this browser. */
export type Density = 'dense' | 'roomy';

const KEY = 'gpuledger.density';
const listeners = new Set<() => void>();
let chosen: Density | undefined;
let isRead = false;

function current(): Density | undefined {
  if (!isRead) {
    isRead = true;
    try {
      const kept = localStorage.getItem(KEY);
      chosen = kept === 'dense' || kept === 'roomy' ? kept : undefined;
    } catch {
      // A browser that keeps nothing shows each table as it was drawn.
    }
  }
  return chosen;
}

export function setDensity(density: Density): void {
  current();
  chosen = density;
  try {
    localStorage.setItem(KEY, density);
  } catch {
    // The choice then lasts as long as the tab.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The reader's choice, else what the table was drawn with. */
export function useDensity(own: Density): Density {
  return useSyncExternalStore(subscribe, current, () => undefined) ?? own;
}
