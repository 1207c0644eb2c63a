import type { CommissionExplanationReply, LedgerTransferReply } from '@tuanlink/shared/replies';
import { formatBp, formatFen } from '@tuanlink/shared/money';
import { shareChannels } from '@tuanlink/shared/states';
import { formatTime } from '@tuanlink/shared/time';
import { zhCn } from '../../../i18n/zh-cn';
import type { TextKey, Translate } from '../../../i18n';

/** One thing that happened, with its time. */
export interface Fact {
  key: string;
  text: string;
  at: string;
}

/** The sum in words: what was paid for goods, times the rate, down to whole fen. */
export function formulaText(line: CommissionExplanationReply, t: Translate): string {
  const { baseFen, rateBp, amountFen } = line.formula;
  return t('line.formulaText', {
    base: formatFen(baseFen),
    rate: formatBp(rateBp),
    amount: formatFen(amountFen),
  });
}

/** How a share went out, where that is one of the ways known here. */
function channelName(channel: string, t: Translate): string {
  const known = shareChannels.find((each) => each === channel);
  return known === undefined ? channel : t(`channel.${known}`);
}

/** The visits that were weighed, newest first, marked when they came through this distributor. */
export function visitFacts(line: CommissionExplanationReply, t: Translate): Fact[] {
  return line.visits.map((visit, index) => ({
    key: `${visit.at}${index}`,
    text: t(visit.mine ? 'line.visitMine' : 'line.visitOther', { token: visit.shareToken }),
    at: `${formatTime(visit.at)} · ${channelName(visit.channel, t)}`,
  }));
}

/** What became of the line, oldest first. */
export function eventFacts(line: CommissionExplanationReply, t: Translate): Fact[] {
  return line.events.map((event, index) => ({
    key: `${event.at}${index}`,
    text: `${t(`commission.state.${event.to}`)} · ${t(`reason.${event.reasonCode}`)}`,
    at: formatTime(event.at),
  }));
}

function accountName(account: string, t: Translate): string {
  // A person's account is followed by whose it is, which here can only be the reader's.
  const key = `account.${account.split(':')[0] ?? ''}`;
  return key in zhCn ? t(key as TextKey) : account;
}

/** What was booked, oldest first, each with the number under which the shop's ledger has it. */
export function transferFacts(transfers: readonly LedgerTransferReply[], t: Translate): Fact[] {
  return transfers.map(({ id, from, to, amountFen, at }) => ({
    key: id,
    text: `${accountName(from, t)} → ${accountName(to, t)} ${formatFen(amountFen)}`,
    at: `${formatTime(at)} · ${id}`,
  }));
}
