/** Schema of pg-boss's own tables. */
export const BOSS_SCHEMA = 'pgboss';
/** Jobs that failed for the last time wait here for a person. */
export const DEAD_LETTER_QUEUE = 'dead-letter';
