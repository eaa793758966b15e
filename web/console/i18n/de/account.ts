import type { account as english } from '../en/account.ts';
import type { TextsLike } from '../shape.ts';

export const account: TextsLike<typeof english> = {
  signInTitle: 'Anmelden',
  email: 'E-Mail',
  password: 'Passwort',
  code: 'Code aus Ihrer Authentifizierungs-App oder ein Wiederherstellungscode',
  signIn: 'Anmelden',
  wrong: 'Die Adresse oder das Passwort ist falsch.',
  signedOut: 'Sie wurden abgemeldet. Was Sie geschrieben haben, ist als Entwurf gesichert.',
};
