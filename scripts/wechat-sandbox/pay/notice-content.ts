/** What the three kinds of notices say, before sealing. */
import type { NoticeRecord } from '../state.js';
import { rfc3339 } from '../text.js';
import type { World } from '../world.js';
import { transactionReply } from './transaction-reply.js';

/** Plain content of a notice. */
export interface NoticeContent {
  originalType: string;
  summary: string;
  plain: unknown;
}

/** Builds the content from what the sandbox holds. */
export function noticeContent(world: World, notice: NoticeRecord): NoticeContent {
  if (notice.kind === 'payment') return paymentContent(world, notice);
  return notice.kind === 'refund' ? refundContent(world, notice) : transferContent(world, notice);
}

function paymentContent({ store, config }: World, notice: NoticeRecord): NoticeContent {
  const transaction = store.get('transactions', notice.ref);
  const payment = store.get('payments', notice.outNo);
  if (!transaction || !payment) {
    throw new Error(`notice ${notice.id} is about a transaction that is not there`);
  }
  // The notice tells about the moment of paying: a refund that came since does not show in it.
  const plain = transactionReply(config, payment, { ...transaction, refundedFen: 0, refundCount: 0 });
  return { originalType: 'transaction', summary: '支付成功', plain };
}

function refundContent({ store, config }: World, notice: NoticeRecord): NoticeContent {
  const refund = store.get('refunds', notice.ref);
  if (!refund) throw new Error(`notice ${notice.id} is about a refund that is not there`);
  // An abnormal refund may have succeeded since; each notice keeps saying what its event was.
  const status = notice.eventType.slice('REFUND.'.length);
  const summaries: Record<string, string> = { SUCCESS: '退款成功', ABNORMAL: '退款异常', CLOSED: '退款关闭' };
  return {
    originalType: 'refund',
    summary: summaries[status] ?? '退款通知',
    plain: {
      mchid: config.mchid,
      transaction_id: refund.transactionId,
      out_trade_no: refund.outTradeNo,
      refund_id: refund.refundId,
      out_refund_no: refund.outRefundNo,
      refund_status: status,
      ...(status === 'SUCCESS' ? { success_time: rfc3339(refund.finishedAt ?? notice.createdAt) } : {}),
      user_received_account: '支付用户零钱',
      amount: {
        total: refund.totalFen,
        refund: refund.amountFen,
        payer_total: refund.totalFen,
        payer_refund: refund.amountFen,
      },
    },
  };
}

function transferContent({ store, config }: World, notice: NoticeRecord): NoticeContent {
  const transfer = store.get('transfers', notice.ref);
  if (!transfer) throw new Error(`notice ${notice.id} is about a transfer that is not there`);
  return {
    originalType: 'mch_payment',
    summary: '商家转账单据终态通知',
    plain: {
      out_bill_no: transfer.outBillNo,
      transfer_bill_no: transfer.transferBillNo,
      state: transfer.state,
      mch_id: config.mchid,
      transfer_amount: transfer.amountFen,
      openid: transfer.openid,
      ...(transfer.failReason === undefined ? {} : { fail_reason: transfer.failReason }),
      create_time: rfc3339(transfer.createdAt),
      update_time: rfc3339(transfer.updatedAt),
    },
  };
}
