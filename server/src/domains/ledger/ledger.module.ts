import { Module } from '@nestjs/common';
import { LedgerSealer } from './ledger.sealer.js';
import { LedgerService } from './ledger.service.js';
import { LedgerVerifier } from './ledger.verifier.js';

/** The books of the shop. */
@Module({
  providers: [LedgerService, LedgerSealer, LedgerVerifier],
  exports: [LedgerService, LedgerSealer, LedgerVerifier],
})
export class LedgerModule {}
