import { Query } from '@nestjs/common';
import { ConsoleCommissionsQuery } from '@tuanlink/shared/dto';
import { CommissionProofs } from '../../flows/views/commission-proofs.js';
import { CommissionViews } from '../../flows/views/commission.views.js';
import { Api, Bind } from '../http/bind.js';
import { Id } from '../http/params.js';

/** Every commission line, and why it is what it is. */
@Api()
export class ConsoleCommissionsController {
  constructor(
    private readonly commissions: CommissionViews,
    private readonly proofs: CommissionProofs,
  ) {}

  @Bind('console.commissions')
  list(@Query() query: ConsoleCommissionsQuery) {
    return this.commissions.listForConsole(query);
  }

  @Bind('console.commission')
  read(@Id() id: string) {
    return this.commissions.explain(id, undefined);
  }

  @Bind('console.commission.proof')
  proof(@Id() id: string) {
    return this.proofs.of(id, undefined);
  }
}
