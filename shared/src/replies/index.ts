export * from './shop.js';
export * from './console.js';
export * from './proof.js';
export * from './export.js';
export * from './refund.js';
export * from './reconciliation.js';
export * from './withdrawal.js';
export * from './groups.js';
