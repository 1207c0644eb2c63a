import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** What can be deleted at any time: build stamps, test databases, the unpacked browser. */
export const CACHE_DIR = path.join(ROOT, '.cache');

/**
 * A path inside the repository.
 * @param {...string} parts
 */
export const fromRoot = (...parts) => path.join(ROOT, ...parts);
