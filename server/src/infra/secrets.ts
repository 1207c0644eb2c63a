import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Secrets of a shop that runs on one machine without any configuration. */
export interface LocalSecrets {
  /** Key that signs shop tokens, hex. */
  jwtSecret: string;
  /** Key that seals stored secrets, 32 bytes as hex. */
  dataKey: string;
}

/**
 * The secrets kept in `<dir>/secrets.json`, made at the first start. Several processes that start at once
 * end with the same ones: the file appears whole, and the first that links it wins.
 */
export function localSecrets(dir: string): LocalSecrets {
  const file = path.join(dir, 'secrets.json');
  const read = () => JSON.parse(readFileSync(file, 'utf8')) as LocalSecrets;
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  mkdirSync(dir, { recursive: true });
  const temporary = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const secrets = { jwtSecret: randomBytes(32).toString('hex'), dataKey: randomBytes(32).toString('hex') };
  writeFileSync(temporary, JSON.stringify(secrets), { mode: 0o600 });
  try {
    linkSync(temporary, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(temporary);
  }
  return read();
}
