import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { ChannelError, type ChannelHost } from '../adapter.ts';
import { createRefreshTokens, type RefreshTokens } from './refresh-tokens.ts';
import type { OAuth2Settings } from './settings.ts';

/** Gives access tokens that are valid now, and asks for a new one when the last is about to end. */
export interface TokenSource {
  /** Rejects with ChannelError: `credentials` when the grant was taken back, `passing` when nobody answers. */
  token(): Promise<string>;
  /** Forgets the token at hand, after a server refused it. */
  drop(): void;
}

const TokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().default(300),
  refresh_token: z.string().min(1).optional(),
});
type TokenAnswer = z.infer<typeof TokenAnswer>;

const TIMEOUT_MS = 10_000;
const MARGIN_MS = 60_000;
/** How long another process may take from getting a new refresh token to having stored it. */
const STORING_MS = 500;

/**
 * Access tokens by refresh token (RFC 6749, section 6), kept until a minute before they end. A new refresh token
 * that comes with one is stored and used from then on, whichever process got it.
 */
export function createTokenSource(
  settings: OAuth2Settings,
  host: Pick<ChannelHost, 'clock' | 'secrets' | 'sign'>,
): TokenSource {
  const { clock } = host;
  const refreshTokens = createRefreshTokens(settings, host);
  let kept = settings.accessToken ? { token: settings.accessToken, until: clock.now() + MARGIN_MS } : null;
  let asking: Promise<string> | null = null;
  const renew = async () => {
    const answer = await requestToken(settings, refreshTokens);
    kept = { token: answer.access_token, until: clock.now() + answer.expires_in * 1000 - MARGIN_MS };
    return kept.token;
  };
  return {
    async token() {
      if (kept !== null && kept.until > clock.now()) return kept.token;
      // One question at a time: of two with the same refresh token, a provider that changes it refuses the second.
      asking ??= renew().finally(() => {
        asking = null;
      });
      return asking;
    },
    drop() {
      kept = null;
    },
  };
}

/** Asks with each refresh token that may be the valid one, the newest first, until one is taken. */
async function requestToken(settings: OAuth2Settings, refreshTokens: RefreshTokens): Promise<TokenAnswer> {
  const refused = new Set<string>();
  let status = 400;
  for (;;) {
    const refreshToken = (await refreshTokens.next(refused)) ?? (await lookAgain(refreshTokens, refused));
    if (refreshToken === null) {
      const message = `The sign-in provider refused the refresh token (${status}).`;
      throw new ChannelError('credentials', message);
    }
    const answer = await post(settings, refreshToken);
    if (![400, 401, 403].includes(answer.status)) return readAnswer(answer, refreshTokens);
    status = answer.status;
    refused.add(refreshToken);
  }
}

async function lookAgain(refreshTokens: RefreshTokens, refused: ReadonlySet<string>): Promise<string | null> {
  await pause(STORING_MS);
  return refreshTokens.next(refused);
}

async function readAnswer(answer: Response, refreshTokens: RefreshTokens): Promise<TokenAnswer> {
  if (!answer.ok) throw new ChannelError('passing', `The sign-in provider answered ${answer.status}.`);
  const body = TokenAnswer.safeParse(await answer.json().catch(() => null));
  if (!body.success) throw new ChannelError('passing', 'The sign-in provider gave no access token.');
  if (body.data.refresh_token !== undefined) await refreshTokens.keep(body.data.refresh_token);
  return body.data;
}

async function post(settings: OAuth2Settings, refreshToken: string): Promise<Response> {
  const { clientId, clientSecret, tokenUrl } = settings;
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
