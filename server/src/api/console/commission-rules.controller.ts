import { Body, Query } from '@nestjs/common';
import { CommissionRulesBody, PageQuery } from '@tuanlink/shared/dto';
import { CommissionRulesFlow } from '../../flows/commission/rules.flow.js';
import { CommissionRulesViews } from '../../flows/views/commission-rules.views.js';
import { Api, Bind } from '../http/bind.js';
import { Staff } from '../http/params.js';
import type { OperatorIdentity } from '../http/request.js';

/** The shop-wide rules of commission, by version. */
@Api()
export class ConsoleCommissionRulesController {
  constructor(
    private readonly views: CommissionRulesViews,
    private readonly rules: CommissionRulesFlow,
  ) {}

  @Bind('console.rules')
  list(@Query() query: PageQuery) {
    return this.views.list(query);
  }

  @Bind('console.rules.propose')
  propose(@Staff() operator: OperatorIdentity, @Body() body: CommissionRulesBody) {
    return this.rules.propose(operator, body);
  }
}
