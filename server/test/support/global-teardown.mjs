/** Runs once after all tests. */
import { stopTestServer } from './global-setup.mjs';

// Jest calls the default export.
export default stopTestServer;
