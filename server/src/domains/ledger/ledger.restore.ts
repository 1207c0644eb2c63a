import { outsideBlocksSql, wrongBalanceSql } from './ledger.queries.js';
import { BLOCK_ENTRIES_MAX } from './ledger.sealer.js';

/**
 * How an exported ledger is written into another database. The sealer tells sealed transfers from new ones by
 * the transaction that wrote them, and such a number means nothing elsewhere; real ones begin with 3. So
 * everything that was sealed elsewhere gets 1, blocks reach up to 2, and what no block held yet gets numbers
 * from 2 on, as many per number as a block holds: the sealer goes on where it left off, and what is written
 * later comes after it.
 */
const SEALED_XID = 1;
const THROUGH_XID = 2;

/** Before the rows are written; the table's trigger must not run, it would move balances a second time. */
export const beforeLedgerRestore = `
  alter table ledger_transfer alter column xid set default '${SEALED_XID}'::xid8;
  alter table ledger_block alter column through_xid set default '${THROUGH_XID}'::xid8`;

/** After the rows were written. */
export const afterLedgerRestore = `
  update ledger_transfer t
  set xid = (${THROUGH_XID} + (young.place - 1) / ${BLOCK_ENTRIES_MAX})::text::xid8
  from (
    select u.id, row_number() over (order by u.seq) as place from ledger_transfer u
    left join ledger_block_entry e on e.transfer_id = u.id where e.transfer_id is null
  ) young
  where young.id = t.id;
  alter table ledger_transfer alter column xid set default pg_current_xact_id();
  alter table ledger_block alter column through_xid drop default`;

/** Rows when a number given to an unsealed transfer could also be that of a transaction to come. */
const TOO_MANY_UNSEALED = 'select 1 from ledger_transfer where xid >= pg_current_xact_id() limit 1';

/** What is wrong with the restored ledger, each as a query that must find nothing. */
export const ledgerRestoreFaults: Readonly<Record<string, string>> = {
  'too many transfers are not sealed: seal the ledger, then export it again': TOO_MANY_UNSEALED,
  'a transfer is neither sealed nor waiting to be': `
    select 1 from (${outsideBlocksSql}) outside where outside."strayId" is not null`,
  'a balance is not the sum of its transfers': wrongBalanceSql,
};
