import type { ConsoleCampaignReply } from '@tuanlink/shared/replies';
import { MINUTE_MS } from '@tuanlink/shared/time';
import type { Operator } from '../operator.js';

/** Pauses, resumes, edits and ends campaigns while people are buying. */
export async function meddles(operator: Operator, closing: Date): Promise<void> {
  const { chance, town } = operator;
  while (town.scheduler.now() < closing) {
    await town.scheduler.sleep(chance.integer(60, 180) * MINUTE_MS);
    const { campaignId } = chance.pick(town.offers);
    const params = { id: campaignId };
    const campaign = await operator.must('console.campaign', { params });
    if (campaign.state === 'paused') {
      await operator.call('console.campaign.resume', { params, body: {} });
    } else if (campaign.state === 'running') {
      await change(operator, campaign);
    }
  }
}

async function change(operator: Operator, campaign: ConsoleCampaignReply): Promise<void> {
  const { chance } = operator;
  const params = { id: campaign.id };
  const { version } = campaign;
  if (chance.happens(0.5)) {
    await operator.call('console.campaign.pause', { params, body: { version } });
    await operator.town.scheduler.sleep(chance.integer(10, 60) * MINUTE_MS);
    await operator.call('console.campaign.resume', { params, body: {} });
    return;
  }
  const cheaper = (fen: number) => Math.max(1, fen - chance.integer(1, 90));
  const prices = campaign.prices.map(({ skuId, priceFen }) => ({ skuId, priceFen: cheaper(priceFen) }));
  const body = { version, prices, windowMinutes: campaign.windowMinutes + chance.integer(-1, 5) };
  await operator.call('console.campaign.patch', { params, body });
}
