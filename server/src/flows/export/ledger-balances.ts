import type { SealedTransfer } from '../../domains/ledger/ledger.rules.js';
import { accountOf, type BalanceRecord, platformSumOf } from './ledger-records.rules.js';
import { found, LedgerRows } from './ledger-rows.js';

const isPersonal = (account: string) => account.includes(':');

/**
 * Adds up transfers and holds the exported balances against the sums: a person's accounts count every
 * transfer, the platform's those that are sealed.
 */
export class LedgerBalances {
  private readonly sums = new Map<string, number>();
  /** What young transfers did to the platform's accounts, which their balances do not hold yet. */
  private youngFen = 0;
  private seen = 0;

  constructor(private readonly folder: string) {}

  /** Balances that were compared. */
  get accountCount(): number {
    return this.seen;
  }

  /** Counts one transfer. */
  add({ from, to, amountFen }: SealedTransfer, sealed: boolean): void {
    this.move(from, -amountFen, sealed);
    this.move(to, amountFen, sealed);
  }

  private move(account: string, fen: number, sealed: boolean): void {
    if (isPersonal(account) || sealed) this.sums.set(account, (this.sums.get(account) ?? 0) + fen);
    else this.youngFen += fen;
  }

  /** @throws FoundFault `balance` with the first account whose balance is not the sum of its transfers */
  async check(): Promise<void> {
    const personal = await this.compare(new LedgerRows(this.folder, 'ledger_account', accountOf));
    const platform = await this.compare(new LedgerRows(this.folder, 'ledger_platform_sum', platformSumOf));
    for (const [account, fen] of this.sums) {
      if (fen !== 0) {
        const file = isPersonal(account) ? personal.file : platform.file;
        found({ fault: 'balance', file, account, what: `its balance of ${fen} fen was removed` });
      }
    }
    const total = personal.fen + platform.fen + this.youngFen;
    if (total !== 0) {
      found({ fault: 'balance', file: platform.file, what: `all balances together are ${total} fen, not 0` });
    }
  }

  /** Takes each balance out of the sums; what is left afterwards had no row. */
  private async compare(rows: LedgerRows<BalanceRecord>): Promise<{ file: string; fen: number }> {
    const { file } = rows;
    let total = 0;
    for await (const { line, value } of rows.rest()) {
      const { account, balanceFen } = value;
      const fen = this.sums.get(account) ?? 0;
      this.sums.delete(account);
      if (fen !== balanceFen) {
        const what = `the balance is ${balanceFen} fen, but its transfers come to ${fen} fen`;
        found({ fault: 'balance', file, line, account, what });
      }
      total += balanceFen;
      this.seen += 1;
    }
    return { file, fen: total };
  }
}
