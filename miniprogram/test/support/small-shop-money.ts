import { GENESIS_HASH, blockText, leafText } from '@tuanlink/shared/ledger-proof';
import type { SealedTransfer } from '@tuanlink/shared/ledger-proof';
import type { AfterSaleReply, CommissionProofReply, WithdrawalReply } from '@tuanlink/shared/replies';
import type { ReplyOf, RouteName } from '@tuanlink/shared/routes';
import { sha256 } from '@tuanlink/shared/sha256';
import { ids, soon } from './small-shop-goods.js';
import type { Seen } from './small-shop.js';

/** A withdrawal's tax: nothing below what is free in a month. */
const tax = (amountFen: number): WithdrawalReply['tax'] => ({
  rule: 'labour-cn-1',
  month: '2026-07',
  monthBeforeFen: 0,
  monthFen: amountFen,
  deductionFen: amountFen,
  taxableFen: 0,
  rateBp: 2_000,
  quickDeductionFen: 0,
  monthTaxFen: 0,
  withheldBeforeFen: 0,
  taxFen: 0,
  netFen: amountFen,
});

/** A withdrawal that WeChat waits for the payee to take. */
export const withdrawal = (part: Partial<WithdrawalReply> = {}): WithdrawalReply => ({
  id: ids.withdrawal,
  amountFen: 5_000,
  state: 'awaiting_confirmation',
  tax: tax(5_000),
  taxFixed: true,
  confirmation: { mchId: '1900000001', appId: 'wx01', package: 'package', confirmBy: soon(20 * 3_600_000) },
  reason: null,
  requestedAt: soon(-3_600_000),
  finishedAt: null,
  ...part,
});

/** What can be withdrawn by somebody who has ¥128.40 and gave their name before. */
export const terms = (amountFen?: number): ReplyOf<'shop.withdrawal.preview'> => ({
  distributorState: 'approved',
  availableFen: 12_840,
  minFen: 100,
  maxFen: 12_840,
  limit: null,
  realNameFromFen: 200_000,
  realNameMasked: '王**',
  realNameMissing: false,
  tax: amountFen === undefined ? null : tax(amountFen),
});

/** An after-sale whose goods the buyer has to send back. */
export const afterSale = (part: Partial<AfterSaleReply> = {}): AfterSaleReply => ({
  id: ids.afterSale,
  orderId: ids.order,
  kind: 'return_and_refund',
  state: 'returning',
  reason: 'damaged',
  lines: [
    {
      orderLineId: ids.line,
      title: '赣南脐橙',
      skuName: '5 斤',
      image: null,
      quantity: 1,
      amountFen: 2_990,
    },
  ],
  askedFen: 2_990,
  shippingFen: 0,
  refundFen: 2_990,
  dueAt: soon(6 * 86_400_000),
  createdAt: soon(-3_600_000),
  words: '压坏了两个',
  pictures: [],
  note: '',
  returnAddress: '浙江省杭州市余杭区仓前街道 1 号 仓库 0571-12345678',
  carrier: null,
  trackingNo: null,
  refund: null,
  events: [
    { at: soon(-3_600_000), actor: 'buyer', from: null, to: 'applied', reason: 'damaged' },
    { at: soon(-1_800_000), actor: 'operator', from: 'applied', to: 'approved', reason: '' },
    { at: soon(-1_800_000), actor: 'operator', from: 'approved', to: 'returning', reason: '' },
  ],
  serverTime: soon(0),
  ...part,
});

/** The proof of a commission that alone was sealed in a block. */
export function sealedProof(): CommissionProofReply {
  const transfer: SealedTransfer = {
    id: ids.line,
    seq: 7,
    from: 'commission_expense',
    to: `held:${ids.user}`,
    amountFen: 299,
    reason: 'commission',
    orderId: ids.order,
    commissionLineId: ids.line,
    at: '2026-07-14T06:02:00.000Z',
  };
  const leaf = sha256(leafText(transfer));
  const header = { id: 3, previousHash: GENESIS_HASH, root: leaf, entryCount: 1, sealedAt: transfer.at };
  const head = { ...header, hash: sha256(blockText(header)) };
  return {
    lineId: ids.line,
    partIds: [],
    transfers: [{ transfer, proof: { leaf, position: 0, steps: [], block: head } }],
    head,
  };
}

/** The ordinary answers about money: what goes to distributors, and what comes back to buyers. */
export const money = () =>
  ({
    'shop.rules': () => ({
      current: {
        id: ids.line,
        version: 1,
        state: 'in_force' as const,
        effectiveAt: '2026-07-01T00:00:00.000Z',
        announcedAt: null,
        defaultRateBp: 1_000,
        newBuyerRateBp: null,
        visitWindowDays: 7,
        bindingDays: 30,
        protectionDays: 0,
        touchedDays: 30,
      },
      availableAfterDays: 7,
      announced: [],
    }),
    'shop.withdrawal.preview': ({ query }) =>
      terms(query.amountFen === undefined ? undefined : Number(query.amountFen)),
    'shop.withdrawals': () => ({ items: [withdrawal()], nextCursor: null }),
    'shop.withdrawal.request': ({ body }) => {
      const { amountFen } = body as { amountFen: number };
      return withdrawal({ amountFen, state: 'requested', confirmation: null, taxFixed: false });
    },
    'shop.afterSales': () => ({ items: [afterSale()], nextCursor: null }),
    'shop.afterSale': () => afterSale(),
    'shop.afterSale.apply': () => afterSale({ state: 'applied', returnAddress: null, refundFen: null }),
    'shop.afterSale.track': ({ body }) => afterSale(body as { carrier: string; trackingNo: string }),
  }) satisfies { [K in RouteName]?: (seen: Seen) => ReplyOf<K> };
