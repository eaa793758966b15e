import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { ImapFlow } from 'imapflow';
import { generateCertificate } from './certificate.ts';

const BINARY = '/usr/sbin/dovecot';
/** Debian's `mail`: Dovecot refuses to open mail as root. */
const MAIL_UID = 8;

/** Every user exists and has this password. */
export const MAIL_PASSWORD = 'correct-horse';

/** What `append` may set besides the source. */
export interface AppendOptions {
  seen?: boolean;
  receivedAt?: Date;
  mailbox?: string;
}

/** A running Dovecot with its own configuration and mail, for one test file. */
export interface Dovecot extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** The port that speaks TLS from the first byte; the other knows STARTTLS. */
  readonly tlsPort: number;
  /** The authority of its certificate, as PEM. */
  readonly ca: string;
  /** Puts a mail into the user's mailbox and resolves with its UID. */
  append(user: string, source: string | Buffer, options?: AppendOptions): Promise<number>;
  /** Runs IMAP commands as the user. */
  as<T>(user: string, work: (client: ImapFlow) => Promise<T>): Promise<T>;
  /** Makes the server forget the UIDs of a user's inbox, as a restored backup does. */
  changeUidValidity(user: string): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** How a Dovecot differs from its defaults. */
export interface DovecotOptions {
  /** False for a server that does not know IDLE. */
  hasIdle?: boolean;
}

/** Starts Dovecot on free loopback ports; rejects with what to install when it is not there. */
export async function startDovecot({ hasIdle = true }: DovecotOptions = {}): Promise<Dovecot> {
  await requireBinary();
  const root = await mkdtemp(join(tmpdir(), 'dovecot-'));
  const [port, tlsPort] = await Promise.all([freePort(), freePort()]);
  const ca = await writeConfiguration({ root, port, tlsPort, hasIdle });
  const server = createServerProcess(root, port);
  await server.start();
  const as = createSession(port);
  return {
    host: '127.0.0.1',
    port,
    tlsPort,
    ca,
    as,
    append: (user, source, options) => as(user, (client) => append(client, source, options ?? {})),
    changeUidValidity: (user) => forgetUids(join(root, 'mail', user)),
    stop: server.stop,
    start: server.start,
    async [Symbol.asyncDispose]() {
      await server.stop();
      await rm(root, { recursive: true, force: true });
    },
  };
}

async function requireBinary(): Promise<void> {
  await access(BINARY).catch((cause) => {
    throw new Error('Dovecot is missing: run scripts/install-test-parts.sh (Debian: dovecot-imapd)', {
      cause,
    });
  });
}

async function append(client: ImapFlow, source: string | Buffer, options: AppendOptions): Promise<number> {
  const flags = options.seen ? ['\\Seen'] : [];
  const stored = await client.append(options.mailbox ?? 'INBOX', source, flags, options.receivedAt);
  if (!stored || stored.uid === undefined) throw new Error('Dovecot did not take the mail');
  return stored.uid;
}

function createSession(port: number): Dovecot['as'] {
  return async (user, work) => {
    const auth = { user, pass: MAIL_PASSWORD };
    const client = new ImapFlow({
      host: '127.0.0.1',
      port,
      secure: false,
      doSTARTTLS: false,
      auth,
      logger: false,
    });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.logout();
    }
  };
}

async function forgetUids(home: string): Promise<void> {
  const folder = join(home, 'Maildir');
  const names = await readdir(folder);
  const uidFiles = names.filter((name) => /^dovecot[.-](uidlist|index)/.test(name));
  await Promise.all(uidFiles.map((name) => rm(join(folder, name))));
}

function createServerProcess(root: string, port: number) {
  let child: ChildProcess | undefined;
  const isRunning = () => child !== undefined && child.exitCode === null && child.signalCode === null;
  return {
    async start() {
      if (isRunning()) return;
      child = spawn(BINARY, ['-F', '-c', join(root, 'dovecot.conf')], { stdio: 'ignore', detached: true });
      child.unref();
      await untilListening(port, child);
    },
    async stop() {
      if (!child || !isRunning()) return;
      child.ref();
      const ended = once(child, 'exit');
      // The group: sessions outlive their master, and a machine that goes down takes them along.
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      await ended;
    },
  };
}

async function untilListening(port: number, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`Dovecot ended with status ${child.exitCode}`);
    if (await isListening(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('Dovecot did not open its port');
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port');
  return address.port;
}

/** Resolves with the authority of the server's certificate. */
async function writeConfiguration(place: Place): Promise<string> {
  const { root } = place;
  const { username, uid, gid } = userInfo();
  const isRoot = uid === 0;
  const mail = join(root, 'mail');
  await mkdir(mail);
  await chmod(root, 0o755);
  if (isRoot) await chown(mail, MAIL_UID, MAIL_UID);
  const certificate = await generateCertificate(root);
  const text = configuration({
    ...place,
    ...certificate,
    user: isRoot ? 'dovecot' : username,
    login: isRoot ? 'dovenull' : username,
    mailUid: isRoot ? MAIL_UID : uid,
    mailGid: isRoot ? MAIL_UID : gid,
    chroot: isRoot,
  });
  await writeFile(join(root, 'dovecot.conf'), text);
  return readFile(certificate.ca, 'utf8');
}

interface Place {
  root: string;
  port: number;
  tlsPort: number;
  hasIdle: boolean;
}

interface ConfigurationParts extends Place {
  cert: string;
  key: string;
  user: string;
  login: string;
  mailUid: number;
  mailGid: number;
  chroot: boolean;
}

function configuration(p: ConfigurationParts): string {
  const noChroot = ['anvil', 'imap-login', 'stats']
    .map((name) => `service ${name} {\n  chroot =\n}`)
    .join('\n');
  return `
protocols = imap
base_dir = ${p.root}/run
log_path = ${p.root}/log
default_internal_user = ${p.user}
default_internal_group = ${p.chroot ? 'dovecot' : ''}
default_login_user = ${p.login}
mail_location = maildir:~/Maildir
first_valid_uid = 1
first_valid_gid = 1
auth_mechanisms = plain login
auth_failure_delay = 0
disable_plaintext_auth = no
ssl = yes
ssl_cert = <${p.cert}
ssl_key = <${p.key}
mail_max_userip_connections = 100
imap_idle_notify_interval = 1 mins
${p.hasIdle ? '' : 'imap_capability = IMAP4rev1 SASL-IR LITERAL+ UIDPLUS'}
passdb {
  driver = static
  args = password=${MAIL_PASSWORD}
}
userdb {
  driver = static
  args = uid=${p.mailUid} gid=${p.mailGid} home=${p.root}/mail/%u
}
namespace inbox {
  inbox = yes
}
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service imap-login {
  inet_listener imap {
    address = 127.0.0.1
    port = ${p.port}
  }
  inet_listener imaps {
    address = 127.0.0.1
    port = ${p.tlsPort}
    ssl = yes
  }
}
${p.chroot ? '' : noChroot}
`;
}
