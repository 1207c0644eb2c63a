import { Staff1763800100000 } from './1763800100000-staff.js';

/** Every migration, in the order of their times. */
export const migrations = [Staff1763800100000];
