import type { ClientBase } from 'pg';
import { BOSS_SCHEMA, DEAD_LETTER_QUEUE } from '../../infra/jobs/queue-names.js';

/** Tables that an export leaves out, each with its reason. Every other table of the shop is in it. */
export const TABLES_LEFT_OUT: ReadonlyMap<string, string> = new Map([
  ['migration', 'the manifest names the migrations'],
  ['sql_file', 'belongs to the program, which brings its functions along'],
  ['heartbeat', 'signs of life of processes that run now'],
  ['export_job', 'about files on the disk of this machine'],
  ['export_event', 'the same'],
  ['operator_session', 'logins in browsers; everybody logs in again'],
]);

/** Columns that an export leaves out, each with its reason. */
export const COLUMNS_LEFT_OUT: ReadonlyMap<string, string> = new Map([
  ['ledger_transfer.xid', 'the number of a transaction means nothing in another database'],
  ['ledger_block.through_xid', 'the same'],
]);

/** The ledger's transfers that no block holds yet, each with the hash of its content: made by the export. */
export const UNSEALED_TABLE = 'ledger_unsealed';
/** Jobs that failed for the last time, wherever the job queue keeps them. */
export const DEAD_LETTER_TABLE = 'dead_letter';

/** A table as an export reads it. */
export interface ExportTable {
  name: string;
  columns: string[];
  /** What follows `select <columns>`; the row is `t`. */
  from: string;
  /** What makes the order of the rows the same in every export. */
  order: string;
}

/** A table of the database, with what an import has to know besides. */
export interface StoredTable extends ExportTable {
  /** Tables whose rows its own refer to, and which must have them first. */
  parents: string[];
  /** Its column that is numbered by the database, if it has one. */
  numbered: string | null;
}

/** Where rows come from, and their order, when it is not the table itself by its primary key. */
const SPECIAL: Record<string, { from?: string; order?: string }> = {
  // In the order in which they were sealed, so that a verifier reads entries and transfers side by side.
  ledger_block_entry: { order: 't.block_id, t.position' },
  ledger_transfer: {
    from: 'ledger_transfer t left join ledger_block_entry e on e.transfer_id = t.id',
    order: 'e.block_id, e.position, t.seq',
  },
  // A job that was handed to the job queue and has not succeeded is work that still has to be done, before
  // what stands in the outbox.
  outbox: {
    from: `(
      select id, topic, payload, dedupe_key, due_at, created_at, seq from outbox
      union all
      select (data ->> 'id')::uuid, name, data -> 'payload', 'job:' || (data ->> 'id'),
        (data ->> 'dueAt')::timestamptz, (data ->> 'dueAt')::timestamptz, 0
      from ${BOSS_SCHEMA}.job where name <> '${DEAD_LETTER_QUEUE}' and state <= 'active'
    ) t`,
  },
};

/** The dead letters, read from the job queue's own tables. */
export const deadLetterTable: ExportTable = {
  name: DEAD_LETTER_TABLE,
  columns: ['id', 'job_id', 'topic', 'payload', 'due_at', 'tries', 'last_error'],
  from: `(
    select id, (data ->> 'id')::uuid as job_id, data ->> 'topic' as topic, data -> 'payload' as payload,
      (data ->> 'dueAt')::timestamptz as due_at, (data ->> 'triesMax')::int as tries,
      output ->> 'message' as last_error
    from ${BOSS_SCHEMA}.job where name = '${DEAD_LETTER_QUEUE}' and state < 'active'
  ) t`,
  order: 't.id',
};

/** Every table of the shop, from the catalog: what a later version adds is in its exports by itself. */
const CATALOG = `
  select c.relname::text as name,
    array(
      select a.attname::text from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      order by a.attnum) as columns,
    array(
      select 't.' || quote_ident(a.attname) || case when a.attcollation <> 0 then ' collate "C"' else '' end
      from pg_index i cross join unnest(i.indkey) with ordinality as k (attnum, n)
      join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
      where i.indrelid = c.oid and i.indisprimary order by k.n) as key,
    array(
      select distinct p.relname::text from pg_constraint f join pg_class p on p.oid = f.confrelid
      where f.conrelid = c.oid and f.contype = 'f' and not f.condeferred and p.oid <> c.oid) as parents,
    (select a.attname::text from pg_attribute a
      where a.attrelid = c.oid and a.attidentity <> '' and not a.attisdropped) as numbered
  from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    and c.relname <> all ($1)
  order by c.relname collate "C"`;

interface CatalogRow {
  name: string;
  columns: string[];
  key: string[];
  parents: string[];
  numbered: string | null;
}

/** The tables that are exported, by name. */
export async function readTables(client: ClientBase): Promise<StoredTable[]> {
  const { rows } = await client.query<CatalogRow>(CATALOG, [[...TABLES_LEFT_OUT.keys()]]);
  return rows.map(({ name, columns, key, parents, numbered }) => {
    const { from = `${name} t`, order = key.join(', ') } = SPECIAL[name] ?? {};
    if (order === '') throw new Error(`table ${name} has no primary key, so that its rows have no order`);
    const kept = columns.filter((column) => !COLUMNS_LEFT_OUT.has(`${name}.${column}`));
    return { name, columns: kept, from, order, parents, numbered };
  });
}

/** Tables in an order in which each stands after those its rows refer to. */
export function parentsFirst<T extends Pick<StoredTable, 'name' | 'parents'>>(tables: readonly T[]): T[] {
  const left = [...tables];
  const sorted: T[] = [];
  while (left.length > 0) {
    const waits = ({ parents }: T) => left.some(({ name }) => parents.includes(name));
    const next = left.findIndex((table) => !waits(table));
    if (next < 0) {
      throw new Error(`tables refer to each other in a circle: ${left.map(({ name }) => name).join()}`);
    }
    sorted.push(...left.splice(next, 1));
  }
  return sorted;
}

/** Columns as they stand in SQL. */
export const columnList = (columns: readonly string[], of = ''): string =>
  columns.map((column) => `${of}"${column}"`).join(', ');
