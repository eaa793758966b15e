import { z } from 'zod';
import { ChannelError, type Clock } from '../adapter.ts';
import type { OAuth2Settings } from './settings.ts';

/** Gives access tokens that are valid now, and asks for a new one when the last is about to end. */
export interface TokenSource {
  /** Rejects with ChannelError: `credentials` when the grant was taken back, `passing` when nobody answers. */
  token(): Promise<string>;
  /** Forgets the token at hand, after a server refused it. */
  drop(): void;
}

const TokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().default(300) });
const TIMEOUT_MS = 10_000;
const MARGIN_MS = 60_000;

/** Access tokens by refresh token (RFC 6749, section 6), kept until a minute before they end. */
export function createTokenSource(settings: OAuth2Settings, clock: Clock): TokenSource {
  let kept = settings.accessToken ? { token: settings.accessToken, until: clock.now() + MARGIN_MS } : null;
  return {
    async token() {
      if (kept === null || kept.until <= clock.now()) {
        const answer = await requestToken(settings);
        kept = { token: answer.access_token, until: clock.now() + answer.expires_in * 1000 - MARGIN_MS };
      }
      return kept.token;
    },
    drop() {
      kept = null;
    },
  };
}

async function requestToken(settings: OAuth2Settings): Promise<z.infer<typeof TokenAnswer>> {
  const answer = await post(settings);
  if (answer.status === 400 || answer.status === 401 || answer.status === 403) {
    throw new ChannelError(
      'credentials',
      `The sign-in provider refused the refresh token (${answer.status}).`,
    );
  }
  if (!answer.ok) throw new ChannelError('passing', `The sign-in provider answered ${answer.status}.`);
  const body = TokenAnswer.safeParse(await answer.json().catch(() => null));
  if (!body.success) throw new ChannelError('passing', 'The sign-in provider gave no access token.');
  return body.data;
}

async function post(settings: OAuth2Settings): Promise<Response> {
  const { clientId, clientSecret, refreshToken, tokenUrl } = settings;
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: clientId,
    refresh_token: refreshToken,
    ...(clientSecret === '' ? {} : { client_secret: clientSecret }),
  });
  try {
    return await fetch(tokenUrl, {
      method: 'POST',
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'error',
    });
  } catch (cause) {
    throw new ChannelError('passing', 'The sign-in provider cannot be reached.', { cause });
  }
}
