/** An answer of the API that says no: its status, its words, and the fields at fault. */
export class ApiError extends Error {
  constructor(answer, problem) {
    super(problem.detail ?? '');
    this.status = answer.status;
    this.errors = problem.errors ?? [];
    this.retryAfter = answer.headers.get('retry-after');
  }
}

let csrfToken = '';

/** Remembers the token that every change of a signed-in browser must carry. */
export function rememberSession(session) {
  csrfToken = session?.csrfToken ?? '';
}

/** Asks the public API; throws ApiError for an answer that says no and TypeError when none comes. */
export async function callApi(method, path, body, more = {}) {
  const headers = { accept: 'application/json', ...more };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (method !== 'GET') headers['x-csrf-token'] = csrfToken;
  const answer = await fetch(path, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const isJson = answer.headers.get('content-type')?.includes('json');
  const content = isJson ? await answer.json() : {};
  if (!answer.ok) throw new ApiError(answer, content);
  return content;
}
