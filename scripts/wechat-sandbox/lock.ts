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
  if (holder !== null && isAlive(holder)) {
    throw new Error(`the sandbox with process id ${holder.pid} already uses ${dir} (see ${file})`);
  }
  fs.writeFileSync(file, `${process.pid} ${startOf(process.pid)}\n`, { mode: 0o600 });
  heldHere.add(file);
  return () => {
    heldHere.delete(file);
    fs.rmSync(file, { force: true });
  };
}

interface Holder {
  pid: number;
  start: string;
}

function readHolder(file: string): Holder | null {
  try {
    const [pid, start = ''] = fs.readFileSync(file, 'utf8').trim().split(' ');
    return /^[1-9]\d{0,9}$/.test(pid ?? '') ? { pid: Number(pid), start } : null;
  } catch {
    return null;
  }
}

/** Process ids are used again, so where the system tells it the time of the process's start decides. */
function isAlive({ pid, start }: Holder): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return startOf(pid) === start;
}

/** When a process started, in ticks since the boot (Linux); empty elsewhere. */
function startOf(pid: number): string {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name, in parentheses, may itself hold spaces; the start is the 20th field after it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
