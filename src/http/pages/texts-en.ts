/** The first pages in English. */
export const en = {
  product: 'Deskroute',
  needsScript: 'This page needs JavaScript. Turn it on in your browser and load the page again.',
  failed: 'The server did not answer. Nothing was changed; please try again.',
  tooOften: 'Too many tries. Please wait {seconds} seconds and try again.',
  toStart: 'Go to the start page',
  name: 'Your name',
  email: 'Email',
  password: 'Password',
  passwordHelp: 'At least 10 characters.',
  passwordAgain: 'Password, once more',
  passwordsDiffer: 'The two passwords differ.',
  required: 'Fill in this field.',
  checkFields: 'Please check the marked fields.',
  sending: 'One moment…',

  noAdminTitle: 'Make the first account',
  noAdminText:
    'Nobody can sign in here yet. When Deskroute started, it printed a set-up link in its terminal. Open that link to make the first super admin.',
  noAdminHint: 'No link in sight? Start Deskroute again: each start prints a new one.',

  notBuiltTitle: 'The console is not built',
  notBuiltText: 'Run npm run build in the folder of Deskroute, then load this page again.',

  setupTitle: 'Make the first super admin',
  setupText: 'This account can do everything: channels, people, policies and security.',
  setupButton: 'Make the account',
  setupDoneTitle: 'Deskroute is set up already',
  setupDoneText: 'There is a super admin, so this link no longer does anything.',
  tokenMissingTitle: 'This link is not complete',
  tokenMissingText: 'Copy the whole link from where you got it, up to its last character.',

  invitationTitle: 'Welcome. Choose your password',
  invitationButton: 'Save and sign in',

  errorNotFoundTitle: 'There is nothing here',
  errorNotFoundText: 'The page was moved or deleted, or its address is not complete.',
  errorTooOftenTitle: 'Too much in a short time',
  errorTooOftenText:
    'Please wait {seconds} seconds. Then go back: what you entered is still there, and you can send it again.',
  errorTooLargeTitle: 'That was too much at once',
  errorTooLargeText: 'Nothing was sent. Please go back and choose smaller or fewer files.',
  errorOursTitle: 'Something went wrong here',
  errorOursText:
    'It is our fault, not yours, and nothing was sent. Please go back and try again in a moment.',
  errorOtherTitle: 'This did not work',
  errorOtherText: 'The request could not be taken. Please go back and try again.',
};
