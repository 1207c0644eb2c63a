import pg from 'pg';
import { BOSS_SCHEMA } from '../jobs/queue-names.js';
import type { Execute } from './sql-files.js';

/** Tables that are only ever added to, whoever writes: history, and the ledger. */
const APPEND_ONLY =
  /^(ledger_(transfer|block|block_entry)|commission_(rules|adjustment)|audit_entry|tax_handover|.+_event)$/;

/** Tables that belong to migrations alone; the application may look. */
const READ_ONLY = /^(migration|sql_file)$/;

function rightsOn(table: string): string {
  if (READ_ONLY.test(table)) return 'select';
  return APPEND_ONLY.test(table) ? 'select, insert' : 'select, insert, update, delete';
}

/** Makes the application's role where it is missing; needs an owner who may create roles. */
export async function ensureRole(execute: Execute, role: string, password: string): Promise<void> {
  const found = await execute('select 1 from pg_roles where rolname = $1', [role]);
  if (found.length > 0) return;
  const secret = password === '' ? '' : ` password ${pg.escapeLiteral(password)}`;
  await execute(`create role ${pg.escapeIdentifier(role)} login${secret}`);
}

/** Gives the application's role exactly what it needs: rights it had before and should not have are taken. */
export async function grantRights(execute: Execute, role: string): Promise<void> {
  const name = pg.escapeIdentifier(role);
  const tables = await execute("select tablename from pg_tables where schemaname = 'public'");
  const statements = tables.flatMap(({ tablename }) => {
    const table = `public.${pg.escapeIdentifier(String(tablename))}`;
    return [
      `revoke all on ${table} from ${name}`,
      `grant ${rightsOn(String(tablename))} on ${table} to ${name}`,
    ];
  });
  statements.push(
    'revoke create on schema public from public',
    `grant usage on schema public, ${BOSS_SCHEMA} to ${name}`,
    `grant usage on all sequences in schema public to ${name}`,
    `grant execute on all functions in schema public, ${BOSS_SCHEMA} to ${name}`,
    `grant select, insert, update, delete on all tables in schema ${BOSS_SCHEMA} to ${name}`,
  );
  await execute(statements.join(';\n'));
}
