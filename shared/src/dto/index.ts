import 'reflect-metadata';

export * from './common.dto.js';
export * from './nullable.js';
export * from './identity.dto.js';
export * from './catalog.dto.js';
export * from './commission.dto.js';
export * from './campaign.dto.js';
export * from './order.dto.js';
export * from './sharing.dto.js';
export * from './staff.dto.js';
export * from './ledger.dto.js';
export * from './export.dto.js';
export * from './refund.dto.js';
export * from './approval.dto.js';
export * from './reconciliation.dto.js';
export * from './withdrawal.dto.js';
export * from './group.dto.js';
export * from './notice.dto.js';
