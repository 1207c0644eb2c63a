/** What all parts of the sandbox share. */
import type { SandboxClock } from './clock.js';
import type { Keys, SandboxConfig } from './config.js';
import type { Faults } from './faults.js';
import type { Notices } from './pay/notices.js';
import type { Store } from './store.js';

/** Passed to every part; nothing in it is replaced after the start. */
export interface World {
  config: SandboxConfig;
  keys: Keys;
  store: Store;
  clock: SandboxClock;
  faults: Faults;
  notices: Notices;
  signing: Signing;
  /** Base of the application's API, for notify addresses that a request leaves out; null when unknown. */
  apiBaseUrl: string | null;
}

/** Which key signs answers and notices: new merchants get the public key, older ones platform certificates. */
export interface Signing {
  mode: 'public-key' | 'certificate';
}
