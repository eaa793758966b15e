import { AppError } from '../http/errors.ts';

const headers = { 'WWW-Authenticate': 'Bearer' };

/** 401: the password is right, and the code of the authenticator app is still to be given. */
export class SecondFactorNeeded extends AppError {
  constructor() {
    super(401, 'second-factor-needed', 'Enter the code of your authenticator app as well.', {
      headers,
      errors: [{ path: 'code', message: 'Enter the code of your authenticator app, or a recovery code.' }],
    });
  }
}

/** 401: the code is wrong, too old, or was used already. */
export class SecondFactorWrong extends AppError {
  constructor() {
    super(401, 'second-factor-wrong', 'This code is wrong, or was used already. Wait for the next one.', {
      headers,
      errors: [{ path: 'code', message: 'This code is wrong, or was used already.' }],
    });
  }
}

/** 403: the workspace asks for a second factor, and this user has none yet. */
export class SecondFactorMissing extends AppError {
  constructor() {
    super(403, 'second-factor-missing', 'Set up two-factor sign-in first: your workspace asks for it.');
  }
}
