/** One sandbox per data directory: two would write the same journal. */
import fs from 'node:fs';
import path from 'node:path';

const heldHere = new Set<string>();

/**
 * Takes `<dir>/lock` for this process and returns its release. A lock left by a killed process is taken over.
 * Throws when another live sandbox holds it.
 */
export function takeLock(dir: string): () => void {
  fs.mkdirSync(dir, { recursive: true });
  const file = path.join(fs.realpathSync(dir), 'lock');
  if (heldHere.has(file)) throw new Error(`a sandbox of this process already uses ${dir}`);
  const holder = readHolder(file);
  if (holder !== null && holder !== process.pid && isSandbox(holder)) {
    throw new Error(`the sandbox with process id ${holder} already uses ${dir}`);
  }
  fs.writeFileSync(file, `${process.pid}\n`, { mode: 0o600 });
  heldHere.add(file);
  return () => {
    heldHere.delete(file);
    fs.rmSync(file, { force: true });
  };
}

function readHolder(file: string): number | null {
  try {
    const pid = Number(fs.readFileSync(file, 'utf8').trim());
    return Number.isSafeInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}

/** Process ids are reused, so where the system tells it the command line decides. */
function isSandbox(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('wechat-sandbox');
  } catch {
    return process.platform !== 'linux';
  }
}
