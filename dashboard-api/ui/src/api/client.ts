import type { ProblemBody } from './answers';
import type { ImportReport } from './sources';
import type { Session } from './status';

/** An answer other than 2xx, or none: what happened, in the server's own words, with every fault it named. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly problems: readonly { code: string; field?: string; message: string }[],
    readonly requestId?: string,
    detail?: string,
  ) {
    super(detail || title);
  }

  /** The fault of one field of a form. */
  of(field: string): string | undefined {
    return this.problems.find((p) => p.field === field)?.message;
  }
}

const BASE = '/api/v1';
let csrf = '';
let onSignedOut: () => void = () => {};

export function setCsrf(value: string): void {
  csrf = value;
}

export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

export type Params = Record<string, string | number | boolean | undefined>;

export function address(path: string, params: Params = {}): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) {
    if (value !== undefined && value !== '') query.set(key, String(value));
  }
  const text = query.toString();
  return `${BASE}${path}${text ? `?${text}` : ''}`;
}

export async function get<T>(path: string, params?: Params, signal?: AbortSignal): Promise<T> {
  return send<T>(address(path, params), { signal: signal ?? null });
}

export async function write<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T> {
  return send<T>(BASE + path, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      'X-CSRF-Token': csrf,
    },
    body: body === undefined ? null : JSON.stringify(body),
  });
}

/** Sends one small file. */
export async function sendFile<T>(path: string, params: Params, file: File): Promise<T> {
  const form = new FormData();
  form.append('files', file, file.name);
  return send<T>(address(path, params), { method: 'POST', headers: { 'X-CSRF-Token': csrf }, body: form });
}

export async function signIn(token: string): Promise<Session> {
  const session = await write<Session>('POST', '/session', { token });
  setCsrf(session.csrf);
  return session;
}

async function send<T>(url: string, init: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(url, {
      ...init,
      credentials: 'same-origin',
      headers: { Accept: 'application/json', ...init.headers },
    });
  } catch (fault) {
    if (fault instanceof DOMException && fault.name === 'AbortError') throw fault;
    throw new ApiError(0, 'unreachable', 'GpuLedger does not answer', [], undefined, 'The server could not be reached. Start it again, or look at the network between.');
  }
  if (response.status === 401 && !url.endsWith('/session')) onSignedOut();
  if (!response.ok) throw await faultOf(response);
  if (response.status === 204 || response.headers.get('Content-Length') === '0') return undefined as T;
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

async function faultOf(response: Response): Promise<ApiError> {
  const id = response.headers.get('X-Request-Id') ?? undefined;
  let body: Partial<ProblemBody> = {};
  try {
    body = (await response.json()) as ProblemBody;
  } catch {
    body = {};
  }
  return new ApiError(
    response.status,
    body.code ?? `http_${response.status}`,
    body.title ?? `The server answered ${response.status}`,
    body.problems ?? [],
    id,
    body.detail,
  );
}

/** Sends files with the share that has left, which fetch cannot report. */
export function upload(
  params: Params,
  files: readonly File[],
  onProgress: (ratio: number) => void,
): Promise<ImportReport> {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    for (const file of files) form.append('files', file, file.name);
    const request = new XMLHttpRequest();
    request.open('POST', address('/deliveries', params));
    request.setRequestHeader('X-CSRF-Token', csrf);
    request.setRequestHeader('Accept', 'application/json');
    request.upload.onprogress = (e) => onProgress(e.lengthComputable ? e.loaded / e.total : 0);
    request.onerror = () => reject(new ApiError(0, 'unreachable', 'The upload broke off', [], undefined, 'Nothing was loaded. Send the file again; what arrived twice is loaded once.'));
    request.onload = () => {
      let body: unknown;
      try {
        body = JSON.parse(request.responseText);
      } catch {
        body = {};
      }
      const report = body as Partial<ImportReport & ProblemBody>;
      if (request.status >= 200 && request.status < 300) resolve(body as ImportReport);
      else if (report.deliveries && report.rejects) resolve(report as ImportReport);
      else {
        reject(new ApiError(request.status, report.code ?? `http_${request.status}`, report.title ?? `The server answered ${request.status}`, report.problems ?? [], request.getResponseHeader('X-Request-Id') ?? undefined, report.detail));
      }
    };
    request.send(form);
  });
}
