import type { JobReply } from '@tuanlink/shared/replies';

/** Tabs of the list: what gave up stands first. */
export const jobStates: readonly JobReply['state'][] = ['failed', 'waiting'];

/** Tells whether a job can be run again: only one that has given up. */
export function canRetry(state: JobReply['state']): boolean {
  return state === 'failed';
}

/** The payload of a job as indented text. */
export function payloadText(payload: unknown): string {
  return JSON.stringify(payload, null, 2) ?? '';
}
