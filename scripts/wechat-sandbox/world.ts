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
  /** Base of the shop's API, for notify addresses that a request leaves out; null when unknown. */
  shopUrl: string | null;
}

/** Which key signs answers and notices: new merchants have the public key, older ones a certificate. */
export interface Signing {
  mode: 'public-key' | 'certificate';
}
