import { Body } from '@nestjs/common';
import { PatchWithdrawalRulesBody, TaxHandoverBody } from '@tuanlink/shared/dto';
import { TaxFlow } from '../../flows/withdraw/tax.flow.js';
import { Api, Bind } from '../http/bind.js';
import { Staff } from '../http/params.js';
import type { OperatorIdentity } from '../http/request.js';

/** Tax that was withheld, and the rules of withdrawals; changes wait for a second person. */
@Api()
export class ConsoleTaxController {
  constructor(private readonly tax: TaxFlow) {}

  @Bind('console.tax')
  months() {
    return this.tax.months();
  }

  @Bind('console.tax.handover')
  handOver(@Staff() operator: OperatorIdentity, @Body() body: TaxHandoverBody) {
    return this.tax.ask(operator, body);
  }

  @Bind('console.withdrawal.rule.change')
  changeRules(@Staff() operator: OperatorIdentity, @Body() body: PatchWithdrawalRulesBody) {
    return this.tax.askForRules(operator, body);
  }
}
