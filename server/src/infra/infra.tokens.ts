/** Token of the names of all migrations that must have run. */
export const MIGRATION_NAMES = Symbol('MIGRATION_NAMES');
