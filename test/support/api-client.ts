/** An answer of the gateway; `body` is parsed JSON, or text. */
export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers that the schemas of the gateway hold
  body: any;
  headers: Headers;
}

/** A program or browser that talks to the gateway's API, with its cookie or key. */
export interface ApiClient {
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  put(path: string, body: unknown): Promise<Answer>;
  patch(path: string, body: unknown): Promise<Answer>;
  delete(path: string): Promise<Answer>;
  /** Signs in; later calls carry the cookie and the CSRF token. */
  signIn(email: string, password: string): Promise<Answer>;
  /** The `Cookie` header of a browser that has signed in here. */
  cookie(): string;
}

/** A client of the API under `/api/v1`; paths that begin with a slash twice are the site's own. */
export function apiClient(url: string, key?: string): ApiClient {
  let cookie = '';
  let csrf = '';
  async function call(
    method: string,
    path: string,
    body?: unknown,
    more: Record<string, string> = {},
  ): Promise<Answer> {
    const target = path.startsWith('//') ? `${url}${path.slice(1)}` : `${url}/api/v1${path}`;
    const isForm = body instanceof FormData || body instanceof URLSearchParams;
    const response = await fetch(target, {
      method,
      redirect: 'manual',
      headers: {
        ...(body !== undefined && !isForm ? { 'content-type': 'application/json' } : {}),
        ...(cookie ? { cookie, 'x-csrf-token': csrf } : {}),
        ...(key ? { authorization: `Bearer ${key}` } : {}),
        ...more,
      },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    });
    const set = response.headers.getSetCookie()[0];
    if (set) cookie = set.split(';')[0] ?? '';
    return { status: response.status, headers: response.headers, body: parse(await response.text()) };
  }
  return {
    get: (path) => call('GET', path),
    post: (path, body, headers) => call('POST', path, body, headers),
    put: (path, body) => call('PUT', path, body),
    patch: (path, body) => call('PATCH', path, body),
    delete: (path) => call('DELETE', path),
    cookie: () => cookie,
    async signIn(email, password) {
      const answer = await call('POST', '/session', { email, password });
      csrf = answer.body.csrfToken ?? '';
      return answer;
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
