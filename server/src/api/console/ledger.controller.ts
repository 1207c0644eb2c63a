import { Body, Query } from '@nestjs/common';
import { EmptyBody, PageQuery, TransfersQuery } from '@tuanlink/shared/dto';
import { LedgerService } from '../../domains/ledger/ledger.service.js';
import { LedgerVerifier } from '../../domains/ledger/ledger.verifier.js';
import { LedgerViews } from '../../flows/views/ledger.views.js';
import { Api, Bind } from '../http/bind.js';

/** The books: accounts, transfers, and the proof that nobody altered them. */
@Api()
export class ConsoleLedgerController {
  constructor(
    private readonly verifier: LedgerVerifier,
    private readonly ledger: LedgerService,
    private readonly views: LedgerViews,
  ) {}

  @Bind('console.ledger.verify')
  verify(@Body() _body: EmptyBody) {
    return this.verifier.verify();
  }

  @Bind('console.ledger.accounts')
  accounts(@Query() query: PageQuery) {
    return this.views.accounts(query);
  }

  @Bind('console.ledger.transfers')
  transfers(@Query() query: TransfersQuery) {
    return this.ledger.transfers(query);
  }
}
