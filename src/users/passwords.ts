import { hash, verify } from '@node-rs/argon2';

/** Hashes a new password with argon2id and the parameters of OWASP's password storage cheat sheet. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
}

let decoy: Promise<string> | undefined;

/** Whether the password is right. Takes as long when there is none, so that nobody learns who has an account. */
export async function isPassword(passwordHash: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword('nobody has this password');
  const right = await verify(passwordHash ?? (await decoy), password);
  return passwordHash !== null && right;
}
