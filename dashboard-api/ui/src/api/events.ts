import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

/** Paths whose answers change with each kind of event. */
const TOUCHES: Record<string, readonly string[] | 'all'> = {
  published: ['/costs', '/utilization', '/gpus', '/status', '/sources', '/deliveries', '/rejects', '/reconciliation', '/reports/chargeback', '/disputes', '/charges', '/unit-costs', '/ownership', '/budgets', '/invoices', '/bridge', '/close', '/commitments'],
  alert: ['/alerts', '/budgets'],
  delivery: ['/alerts', '/channels'],
  progress: ['/status', '/deliveries'],
  gap: 'all',
};

/** At most one refresh of a path in this many milliseconds: publications come every second. */
const LEAST_PAUSE = 5_000;

/** Gathers paths and refreshes them at most once a pause; the last event is never lost. */
export class Refresher {
  private readonly waiting = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private last = 0;

  constructor(
    private readonly refresh: (paths: ReadonlySet<string>) => void,
    private readonly pause = LEAST_PAUSE,
    private readonly clock: () => number = Date.now,
  ) {}

  add(paths: readonly string[], now = false): void {
    for (const path of paths) this.waiting.add(path);
    const wait = now ? 0 : Math.max(0, this.last + this.pause - this.clock());
    if (now && this.timer) this.stop();
    this.timer ??= setTimeout(() => this.flush(), wait);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private flush(): void {
    this.timer = undefined;
    this.last = this.clock();
    const paths = new Set(this.waiting);
    this.waiting.clear();
    this.refresh(paths);
  }
}

export interface AlertEvent {
  id?: string;
  budgetName?: string | null;
  threshold?: number | null;
  title?: string;
}

function invalidate(client: QueryClient, paths: ReadonlySet<string>): void {
  void client.invalidateQueries({
    predicate: (query) => {
      const path = String(query.queryKey[0]);
      if (path === '/session') return false;
      return paths.has('*') || [...paths].some((p) => path === p || path.startsWith(`${p}/`));
    },
  });
}

/** Listens to /events while signed in; a lost connection comes back and then everything is read again. */
export function useEvents(enabled: boolean, onAlert: (event: AlertEvent) => void): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!enabled) return;
    const refresher = new Refresher((paths) => invalidate(client, paths));
    const source = new EventSource('/api/v1/events');
    let lost = false;
    for (const [kind, paths] of Object.entries(TOUCHES)) {
      source.addEventListener(kind, (message) => {
        refresher.add(paths === 'all' ? ['*'] : paths, kind === 'alert');
        if (kind === 'alert') onAlert(read(message));
      });
    }
    source.onerror = () => {
      lost = true;
      // The line of truth then says within seconds that nobody answers.
      refresher.add(['/status']);
    };
    source.onopen = () => {
      if (lost) refresher.add(['*']);
      lost = false;
    };
    return () => {
      source.close();
      refresher.stop();
    };
  }, [client, enabled, onAlert]);
}

function read(message: Event): AlertEvent {
  try {
    return JSON.parse((message as MessageEvent<string>).data) as AlertEvent;
  } catch {
    return {};
  }
}
