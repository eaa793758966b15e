import { OwnPassword } from './own-password.tsx';
import { OwnSessions } from './own-sessions.tsx';
import { OwnTwoFactor } from './own-two-factor.tsx';

/** One's own password, second factor, and where one is signed in. */
export function Security() {
  return (
    <>
      <OwnPassword />
      <OwnTwoFactor />
      <OwnSessions />
    </>
  );
}
