/**
 * Processor time of a server's processes. On a machine that others use at the same time, throughput tells how
 * the scheduler shares it out between one Node process and eight backends; processor time per operation
 * does not. Linux only.
 */
import fs from 'node:fs';

/** Clock ticks of /proc: 100 per second on every Linux that Node runs on. */
const MS_PER_TICK = 10;

/**
 * @param {string} pid
 * @returns {{ parent: number, ownMs: number, reapedMs: number } | null} null when the process is gone
 */
function readStat(pid) {
  try {
    const text = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15);
    return {
      parent: fields[1] ?? 0,
      ownMs: (user + system) * MS_PER_TICK,
      reapedMs: (childUser + childSystem) * MS_PER_TICK,
    };
  } catch {
    return null;
  }
}

/**
 * The process that all backends of the server come from; null when it is not on this machine.
 * @param {import('pg').Client} client
 */
export async function findPostmaster(client) {
  const { rows } = await client.query('select pg_backend_pid() as pid, inet_server_addr()::text as address');
  const local = /^(127\.|::1)/.test(rows[0].address ?? '127.');
  const stat = local ? readStat(String(rows[0].pid)) : null;
  return stat === null ? null : stat.parent;
}

/**
 * Milliseconds a process has used, with its children, those that have ended included.
 * @param {number} pid
 */
export function cpuMs(pid) {
  const own = readStat(String(pid));
  const children = fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(readStat)
    .filter((stat) => stat?.parent === pid);
  const sum = children.reduce((total, stat) => total + (stat?.ownMs ?? 0), 0);
  return sum + (own?.ownMs ?? 0) + (own?.reapedMs ?? 0);
}
