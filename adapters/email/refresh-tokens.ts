import type { ChannelHost } from '../adapter.ts';
import type { OAuth2Settings } from './settings.ts';

/** The refresh tokens that may be valid for one grant: the one in the settings, and those that came after it. */
export interface RefreshTokens {
  /** The newest that is not among the refused; null when all are. Another process may have stored it just now. */
  next(refused: ReadonlySet<string>): Promise<string | null>;
  /** Stores a new one (RFC 6749, section 6: the old one must be replaced by it). */
  keep(refreshToken: string): Promise<void>;
}

/**
 * Refresh tokens that outlive a restart. They are stored under a mark of the settings they follow from, so that
 * changed settings win over what an earlier grant left, and servers and processes of one grant share them.
 */
export function createRefreshTokens(
  settings: OAuth2Settings,
  { secrets, sign }: Pick<ChannelHost, 'secrets' | 'sign'>,
): RefreshTokens {
  const { tokenUrl, clientId, refreshToken: given } = settings;
  const key = `oauth2:${sign(JSON.stringify([tokenUrl, clientId, given]))}`;
  /** Came in and could not be stored: the only copy. */
  let unstored: string | null = null;
  const store = async () => {
    if (unstored === null) return;
    await secrets.set(key, unstored);
    unstored = null;
  };
  return {
    async next(refused) {
      await store();
      return [await secrets.get(key), given].find((token) => token !== null && !refused.has(token)) ?? null;
    },
    async keep(refreshToken) {
      unstored = refreshToken;
      await store();
    },
  };
}
