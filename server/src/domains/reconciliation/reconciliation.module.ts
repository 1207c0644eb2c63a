import { Module } from '@nestjs/common';
import { WechatBills } from './bills.service.js';
import { ReconciliationDays } from './days.service.js';

const services = [ReconciliationDays, WechatBills];

/** WeChat's bills, day by day. */
@Module({ providers: services, exports: services })
export class ReconciliationModule {}
