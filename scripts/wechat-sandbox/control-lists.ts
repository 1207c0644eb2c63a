/** The lists of the control API: newest first, at most 5,000. */
import type { On } from './control.js';
import { findPayment } from './pay/transactions.js';
import type { PaymentRecord, RefundRecord, TransferRecord } from './state.js';
import type { World } from './world.js';

/** Longest list. */
const ITEMS_MAX = 5000;

const iso = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : new Date(ms).toISOString();

/** Registers one GET per list. */
export function addListRoutes(world: World, on: On): void {
  const { store } = world;
  on('GET', '/sandbox/users', () => ({
    items: store.newest('users', ITEMS_MAX).map(({ openid, nickname, phone, createdAt }) => {
      return { openid, nickname, phone, createdAt: iso(createdAt) };
    }),
  }));
  on('GET', '/sandbox/payments', () => ({
    items: store.newest('payments', ITEMS_MAX).map((payment) => paymentItem(world, payment)),
  }));
  on('GET', '/sandbox/refunds', () => ({ items: store.newest('refunds', ITEMS_MAX).map(refundItem) }));
  on('GET', '/sandbox/transfers', () => ({ items: store.newest('transfers', ITEMS_MAX).map(transferItem) }));
  on('GET', '/sandbox/messages', () => ({
    items: store.newest('messages', ITEMS_MAX).map((message) => ({ ...message, at: iso(message.at) })),
  }));
  on('GET', '/sandbox/cards', () => ({
    items: store.newest('cards', ITEMS_MAX).map((card) => ({
      ...card,
      createdAt: iso(card.createdAt),
      expiresAt: iso(card.expiresAt),
      updatedAt: iso(card.updatedAt),
    })),
  }));
  on('GET', '/sandbox/shipments', () => ({
    items: store.newest('shipments', ITEMS_MAX).map((shipment) => ({
      ...shipment,
      uploadTime: iso(shipment.uploadTime),
      receivedAt: iso(shipment.receivedAt),
    })),
  }));
  on('GET', '/sandbox/notices', () => ({
    items: store.newest('notices', ITEMS_MAX).map(({ copies: _copies, ...notice }) => ({
      ...notice,
      createdAt: iso(notice.createdAt),
      nextAt: iso(notice.nextAt),
    })),
  }));
}

function paymentItem(world: World, listed: PaymentRecord): unknown {
  const payment = findPayment(world, listed.outTradeNo) ?? listed;
  const transactions = payment.transactionIds.flatMap((id) => world.store.get('transactions', id) ?? []);
  return {
    outTradeNo: payment.outTradeNo,
    prepayId: payment.prepayId,
    transactionId: payment.transactionIds[0],
    state: payment.state,
    amountFen: payment.body.amount.total,
    openid: payment.body.payer.openid,
    description: payment.body.description,
    createdAt: iso(payment.createdAt),
    timeExpire: iso(payment.timeExpire),
    abandonedAt: iso(payment.abandonedAt),
    transactions: transactions.map(({ transactionId, openid, amountFen, refundedFen, paidAt }) => {
      return { transactionId, openid, amountFen, refundedFen, paidAt: iso(paidAt) };
    }),
  };
}

const refundItem = (refund: RefundRecord): unknown => ({
  outRefundNo: refund.outRefundNo,
  refundId: refund.refundId,
  outTradeNo: refund.outTradeNo,
  transactionId: refund.transactionId,
  state: refund.state,
  amountFen: refund.amountFen,
  totalFen: refund.totalFen,
  reason: refund.reason,
  createdAt: iso(refund.createdAt),
  finishedAt: iso(refund.finishedAt),
});

const transferItem = (transfer: TransferRecord): unknown => ({
  outBillNo: transfer.outBillNo,
  transferBillNo: transfer.transferBillNo,
  openid: transfer.openid,
  state: transfer.state,
  amountFen: transfer.amountFen,
  sceneId: transfer.sceneId,
  remark: transfer.remark,
  failReason: transfer.failReason,
  createdAt: iso(transfer.createdAt),
  updatedAt: iso(transfer.updatedAt),
});
