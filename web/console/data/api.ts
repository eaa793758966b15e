/** What was wrong with one field of a request. */
export interface FieldError {
  path: string;
  message: string;
}

/** An answer of the API that says no. `status` 0 stands for no answer at all. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: FieldError[];
  /** Seconds to wait, where the server said so. */
  readonly retryAfter: number | null;

  constructor(status: number, problem: Problem, retryAfter: number | null = null) {
    super(problem.detail ?? problem.title ?? '');
    this.status = status;
    this.code = problem.type?.split(/[/:]/).at(-1) ?? '';
    this.errors = problem.errors ?? [];
    this.retryAfter = retryAfter;
  }
}

interface Problem {
  type?: string;
  title?: string;
  detail?: string;
  errors?: FieldError[];
}

let csrfToken = '';
let onSignedOut: () => void = () => {};

/** Remembers the token that every change of a signed-in browser must carry. */
export function rememberCsrfToken(token: string): void {
  csrfToken = token;
}

/** Says what happens when the server no longer knows this browser's session. */
export function whenSignedOut(act: () => void): void {
  onSignedOut = act;
}

type Query = Record<string, string | number | boolean | undefined | null>;

/** Asks the public API under `/api/v1`; throws ApiError for an answer that says no, also when none comes. */
export const api = {
  get: <Answer>(path: string, query?: Query, signal?: AbortSignal) =>
    call<Answer>('GET', path + queryString(query), signal ? { signal } : {}),
  post: <Answer>(path: string, body?: unknown, idempotencyKey: string = newKey()) =>
    call<Answer>('POST', path, { body, idempotencyKey }),
  put: <Answer>(path: string, body: unknown) => call<Answer>('PUT', path, { body }),
  patch: <Answer>(path: string, body: unknown) => call<Answer>('PATCH', path, { body }),
  delete: <Answer = void>(path: string) => call<Answer>('DELETE', path, {}),
};

interface CallParts {
  body?: unknown;
  idempotencyKey?: string;
  signal?: AbortSignal;
}

/** A key under which a POST may be repeated when its answer got lost. */
export function newKey(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-');
}

async function call<Answer>(method: string, path: string, parts: CallParts): Promise<Answer> {
  const { body, idempotencyKey, signal } = parts;
  const isForm = body instanceof FormData;
  const headers = new Headers({ accept: 'application/json' });
  if (body !== undefined && !isForm) headers.set('content-type', 'application/json');
  if (method !== 'GET') headers.set('x-csrf-token', csrfToken);
  if (idempotencyKey) headers.set('idempotency-key', idempotencyKey);
  const answer = await ask(`/api/v1${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  });
  const content: unknown = isJson(answer) ? await answer.json() : undefined;
  if (answer.ok) return content as Answer;
  const error = new ApiError(answer.status, (content ?? {}) as Problem, retryAfterOf(answer));
  // A wrong code of the second factor ends no session.
  const isSignedOut = error.status === 401 && !error.code.startsWith('second-factor');
  if (isSignedOut && path !== '/session') onSignedOut();
  throw error;
}

async function ask(path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(path, request);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0, {});
  }
}

function isJson(answer: Response): boolean {
  return answer.headers.get('content-type')?.includes('json') ?? false;
}

function retryAfterOf(answer: Response): number | null {
  const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds : null;
}

function queryString(query: Query = {}): string {
  const given = Object.entries(query).flatMap(([key, value]) =>
    value === undefined || value === null || value === '' ? [] : [[key, String(value)]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
