import { Injectable } from '@nestjs/common';
import { PayoutRunFlow } from '../flows/withdraw/payout-run.flow.js';
import { WithdrawalViews } from '../flows/withdraw/withdrawal.views.js';
import { SubjectLookup } from './http/params.js';

/** Whether a withdrawal is the caller's; for operators, whether there is such a withdrawal. */
@Injectable()
export class WithdrawalSubject extends SubjectLookup {
  constructor(private readonly withdrawals: WithdrawalViews) {
    super();
  }

  exists(id: string, userId: string | undefined): Promise<boolean> {
    return this.withdrawals.exists(id, userId);
  }
}

/** Whether there is such a payout run. */
@Injectable()
export class PayoutRunSubject extends SubjectLookup {
  constructor(private readonly runs: PayoutRunFlow) {
    super();
  }

  exists(id: string): Promise<boolean> {
    return this.runs.exists(id);
  }
}
