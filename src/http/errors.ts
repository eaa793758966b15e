/** A wrong field of the input; `path` is dotted, such as `policy.assign.team`. */
export interface FieldError {
  path: string;
  message: string;
}

/** An error that the caller may see. `code` is stable; `status` is the HTTP status it becomes. */
export class AppError extends Error {
  readonly code: string;
  readonly status: number;
  readonly errors: readonly FieldError[];
  /** Further headers of the answer, such as Retry-After. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    detail: string,
    more: { errors?: readonly FieldError[]; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(detail, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = new.target.name;
    this.status = status;
    this.code = code;
    this.errors = more.errors ?? [];
    this.headers = more.headers ?? {};
  }
}

/** 400: the input is wrong; nothing was changed. */
export class BadInput extends AppError {
  constructor(errors: readonly FieldError[], detail = 'Some fields are wrong; nothing was changed.') {
    super(400, 'bad-input', detail, { errors });
  }
}

/** 401: not signed in, or the credentials are not valid (any more). */
export class NotSignedIn extends AppError {
  constructor(detail = 'Sign in first.') {
    super(401, 'not-signed-in', detail, { headers: { 'WWW-Authenticate': 'Bearer' } });
  }
}

/** 403: signed in, but the role or the key does not allow it. */
export class NotAllowed extends AppError {
  constructor(detail = 'Your role does not allow this.') {
    super(403, 'not-allowed', detail);
  }
}

/** 404: not there, or not visible to the caller. */
export class NotFound extends AppError {
  constructor(what: string) {
    super(404, 'not-found', `There is no such ${what}.`);
  }
}

/** 409: changed meanwhile, or already so. */
export class Conflict extends AppError {
  constructor(code: string, detail: string, errors: readonly FieldError[] = []) {
    super(409, code, detail, { errors });
  }
}

/** 429: too often; `seconds` until it is worth trying again. */
export class TooManyRequests extends AppError {
  constructor(seconds: number, detail = 'Too many requests. Please wait a little.') {
    super(429, 'too-many-requests', detail, {
      headers: { 'Retry-After': String(Math.max(1, Math.ceil(seconds))) },
    });
  }
}
