import { formatBp } from '@tuanlink/shared/money';
import type { CommissionRulesBody } from '@tuanlink/shared/dto';
import type { CommissionRulesReply } from '@tuanlink/shared/replies';
import { rateField, readRate } from '../../components/figures.model';
import { fromWallClock } from '../campaign-edit/model';

/** The proposal as it is typed; rates in per cent, the day as wall clock in Shanghai or empty. */
export interface RulesFields {
  rate: string;
  newBuyerRate: string;
  visitWindowDays: number | null;
  bindingDays: number | null;
  protectionDays: number | null;
  effectiveAt: string;
  reason: string;
}

/** A proposal begins with the newest rules. */
export function fieldsOf(newest: CommissionRulesReply | undefined): RulesFields {
  return {
    rate: newest === undefined ? '10' : rateField(newest.defaultRateBp),
    newBuyerRate:
      newest === undefined || newest.newBuyerRateBp === null ? '' : rateField(newest.newBuyerRateBp),
    visitWindowDays: newest?.visitWindowDays ?? 7,
    bindingDays: newest?.bindingDays ?? 30,
    protectionDays: newest?.protectionDays ?? 0,
    effectiveAt: '',
    reason: '',
  };
}

/** What the route takes, from a form whose fields were checked. */
export function bodyOf(fields: RulesFields): CommissionRulesBody {
  const effectiveAt = fromWallClock(fields.effectiveAt);
  return {
    defaultRateBp: readRate(fields.rate) ?? 0,
    newBuyerRateBp: fields.newBuyerRate.trim() === '' ? null : (readRate(fields.newBuyerRate) ?? 0),
    visitWindowDays: fields.visitWindowDays ?? 0,
    bindingDays: fields.bindingDays ?? 0,
    protectionDays: fields.protectionDays ?? 0,
    ...(effectiveAt === null ? {} : { effectiveAt }),
    reason: fields.reason.trim(),
  };
}

/** Both rates in a few characters: "10%", or "10% / 15%" where new buyers have another. */
export function ratesText({ defaultRateBp, newBuyerRateBp }: CommissionRulesReply): string {
  const rate = formatBp(defaultRateBp);
  return newBuyerRateBp === null ? rate : `${rate} / ${formatBp(newBuyerRateBp)}`;
}
