import { Query } from '@nestjs/common';
import { LedgerBlocksQuery } from '@tuanlink/shared/dto';
import { LedgerService } from '../../domains/ledger/ledger.service.js';
import { Api, Bind } from '../http/bind.js';

/** What the shop has committed itself to, for everybody to keep and compare. */
@Api()
export class LedgerRootsController {
  constructor(private readonly ledger: LedgerService) {}

  @Bind('shop.ledger.blocks')
  list(@Query() query: LedgerBlocksQuery) {
    return this.ledger.blocks(query);
  }
}
