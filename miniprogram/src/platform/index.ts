/** The adapter of this build's target: `adapter.weapp.ts` or `adapter.h5.ts`. */
export { platform } from './adapter';
export type { FileWanted, LoginOutcome, PayOutcome, PickedAddress, Platform } from './platform';
