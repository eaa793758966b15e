export const account = {
  signInTitle: 'Sign in',
  email: 'Email',
  password: 'Password',
  code: 'Code from your authenticator app, or a recovery code',
  signIn: 'Sign in',
  wrong: 'The address or the password is wrong.',
  signedOut: 'You were signed out. What you wrote is kept as a draft.',
};
