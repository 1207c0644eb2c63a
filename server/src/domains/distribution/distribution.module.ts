import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { DistributorService } from './distributor.service.js';

/** Who distributes, and what order lines earn them. */
@Module({ imports: [LedgerModule], providers: [DistributorService], exports: [DistributorService] })
export class DistributionModule {}
