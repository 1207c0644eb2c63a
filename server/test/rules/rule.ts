/**
 * One rule of the design's part "Rules that always hold", as SQL that stands apart from the services: it finds
 * the rows that break it, and must find none.
 */
export interface Rule {
  /** Number in that part. */
  number: number;
  /** What must never be found, in words. */
  never: string;
  sql: string;
  /** Holds only when nothing is left to happen: everything is shipped, refunded or given up. */
  atRest?: true;
}

/** Orders whose money was taken up: they stand in a group, or are sold. */
export const TAKEN_STATES = `('waiting_group', 'to_ship', 'shipped', 'received', 'completed')`;
