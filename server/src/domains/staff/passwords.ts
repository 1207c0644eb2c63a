import { Algorithm, type Options, hash, verify } from '@node-rs/argon2';

/** OWASP's second recommendation for argon2id: 19 MiB, two passes; about 20 ms here. */
const OPTIONS: Options = {
  // The library's const enum cannot be read with isolated modules; 2 is argon2id.
  algorithm: 2 satisfies Algorithm.Argon2id,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
};

/** The published password of the demo shop's operators. */
export const DEMO_PASSWORD = 'tuanlink-demo';

/** argon2id hash with its parameters and a salt of its own. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, OPTIONS);
}

/** Whether a password fits a hash. */
export function isPassword(password: string, passwordHash: string): Promise<boolean> {
  return verify(passwordHash, password);
}

let decoy: Promise<string> | undefined;

/** Takes the time of a real check, for names that nobody has, so that time does not tell them apart. */
export async function pretendToCheck(password: string): Promise<void> {
  decoy ??= hashPassword('nobody has this password');
  await isPassword(password, await decoy);
}
