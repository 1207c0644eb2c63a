/** Files that operators ask for: their states and kinds. */
import type { Transitions } from './states.js';

/** A file that an operator asked for, made by the worker. */
export type ExportState = 'waiting' | 'running' | 'done' | 'failed' | 'expired';
export const exportTransitions: Transitions<ExportState> = {
  waiting: ['running'],
  running: ['done', 'failed'],
  done: ['expired'],
  failed: [],
  expired: [],
};

/** What an export holds: the whole shop, or one sheet for a spreadsheet. */
export const exportKinds = ['shop', 'orders', 'refunds', 'commissions', 'transfers'] as const;
export type ExportKind = (typeof exportKinds)[number];
