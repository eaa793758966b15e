import { z } from 'zod';

const Flag = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']);

/** Every environment variable Deskroute reads, with its default. */
const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  PUBLIC_URL: z.url().optional(),
  MONGODB_URI: z.string().startsWith('mongodb').optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  SECRET_KEY: z.string().min(32, 'must have at least 32 characters').optional(),
  ADMIN_EMAIL: z.email().optional(),
  ADMIN_PASSWORD: z.string().min(10, 'must have at least 10 characters').optional(),
  LOG_LEVEL: Flag.default('info'),
  NODE_ENV: z.string().default('development'),
  PROCESS: z.enum(['all', 'web', 'worker']).default('all'),
  MONGOD_BINARY: z.string().optional(),
  TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
});

/** The checked configuration of one process. */
export interface Config {
  port: number;
  /** Without a slash at the end. */
  publicUrl: string;
  /** null = run an embedded MongoDB under `dataDir`. */
  mongodbUri: string | null;
  mongodBinary: string | null;
  dataDir: string;
  /** null = make one under `dataDir` at first start. */
  secretKey: string | null;
  admin: { email: string; password: string } | null;
  logLevel: string;
  production: boolean;
  /** How many proxies stand before us and may say who the sender is. */
  trustProxy: number;
  runs: { web: boolean; worker: boolean };
}

/** A setting from the environment that cannot be used; the message names each variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Reads the environment into a Config; throws ConfigError that names every wrong variable. */
export function parseConfig(env: Record<string, string | undefined>): Config {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = Environment.safeParse(present);
  if (!result.success) {
    throw new ConfigError(result.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('\n'));
  }
  const e = result.data;
  const production = e.NODE_ENV === 'production';
  if (production && !e.SECRET_KEY) throw new ConfigError('SECRET_KEY: must be set when NODE_ENV=production');
  if (Boolean(e.ADMIN_EMAIL) !== Boolean(e.ADMIN_PASSWORD)) {
    throw new ConfigError('ADMIN_EMAIL and ADMIN_PASSWORD: set both or neither');
  }
  return {
    port: e.PORT,
    publicUrl: (e.PUBLIC_URL ?? `http://localhost:${e.PORT}`).replace(/\/+$/, ''),
    mongodbUri: e.MONGODB_URI ?? null,
    mongodBinary: e.MONGOD_BINARY ?? null,
    dataDir: e.DATA_DIR,
    secretKey: e.SECRET_KEY ?? null,
    admin: e.ADMIN_EMAIL && e.ADMIN_PASSWORD ? { email: e.ADMIN_EMAIL, password: e.ADMIN_PASSWORD } : null,
    logLevel: e.LOG_LEVEL,
    production,
    trustProxy: e.TRUST_PROXY,
    runs: { web: e.PROCESS !== 'worker', worker: e.PROCESS !== 'web' },
  };
}
