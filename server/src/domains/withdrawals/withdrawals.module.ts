import { Module } from '@nestjs/common';
import { Payees } from './payees.service.js';

/** Who is paid, how much of it is taxed, and within which limits. */
@Module({ providers: [Payees], exports: [Payees] })
export class WithdrawalsModule {}
