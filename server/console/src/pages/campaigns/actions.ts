import { campaignTransitions, canMove } from '@tuanlink/shared/states';
import type { CampaignState } from '@tuanlink/shared/states';

/** What an operator can do with a campaign. */
export type CampaignAction = 'publish' | 'pause' | 'resume' | 'end';

/**
 * From where to where each action leads. The states alone do not tell them apart: scheduled → running
 * happens by itself when the time has come, and is nobody's button.
 */
const moves: Readonly<
  Record<CampaignAction, { from: readonly CampaignState[]; to: readonly CampaignState[] }>
> = {
  publish: { from: ['draft'], to: ['scheduled', 'running'] },
  pause: { from: ['scheduled', 'running'], to: ['paused'] },
  resume: { from: ['paused'], to: ['running'] },
  end: { from: ['scheduled', 'running', 'paused'], to: ['ended'] },
};

/** Actions that the table of states allows from a state. */
export function actionsFrom(state: CampaignState): CampaignAction[] {
  const names: CampaignAction[] = ['publish', 'pause', 'resume', 'end'];
  return names.filter((name) => {
    const { from, to } = moves[name];
    return from.includes(state) && to.some((target) => canMove(campaignTransitions, state, target));
  });
}

/** Tells whether a campaign has begun, after which its start cannot be changed. */
export function hasStarted(state: CampaignState): boolean {
  return state === 'running' || state === 'paused';
}

/** Tells whether a campaign can still be changed; groups that are open keep their terms in any case. */
export function isEditable(state: CampaignState): boolean {
  return campaignTransitions[state].length > 0;
}
