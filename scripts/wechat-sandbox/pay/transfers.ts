/** Merchant transfers in the mode where the user confirms (商家转账), with their 24 hours. */
import { canonical, openOaep, randomDigits, randomText } from '../crypto.js';
import { integer, list, may, must, notifyUrl, oneOf, shape, text, type Rule } from '../fields.js';
import { HttpRefusal, type Call } from '../http.js';
import type { NoticeRecord, TransferRecord } from '../state.js';
import type { Change } from '../store.js';
import { compactTime, rfc3339 } from '../text.js';
import type { World } from '../world.js';
import { invalidRequest, notExists, paramError } from './errors.js';
import { ok, type PayGateway, type PayReply } from './gateway.js';

/** The user has this long to confirm, in ms. */
export const CONFIRM_MS = 24 * 3600 * 1000;
/** From this amount on (fen) the payee's real name is required. */
const NAMED_FROM_FEN = 200_000;
/** Red packet style is for at most ¥200. */
const RED_PACKET_FEN_MAX = 20_000;
/** Real time until a transfer of the plan 'fail' fails, or a cancelled one is cancelled. */
const SETTLE_MS = 300;

/** Kinds of report information that each scene demands; other scenes take any. */
const reportTypes: Record<string, string[]> = {
  '1000': ['活动名称', '奖励说明'],
  '1005': ['岗位类型', '报酬说明'],
  '1011': ['赔付原因'],
};

const transferRule: Rule = shape({
  appid: must(text(32)),
  out_bill_no: must(text(32, 1, /^[0-9A-Za-z]+$/)),
  transfer_scene_id: must(oneOf('1000', '1002', '1004', '1005', '1009', '1010', '1011', '1013')),
  openid: must(text(64)),
  user_name: may(text(2048)),
  transfer_amount: must(integer(10, 100_000_000_000)),
  transfer_remark: must(text(32)),
  notify_url: may(notifyUrl(256)),
  user_recv_perception: may(text(32)),
  transfer_scene_report_infos: must(
    list(shape({ info_type: must(text(15)), info_content: must(text(32)) }), 1, 10),
  ),
  user_recv_style: may(shape({ type: must(oneOf('CONFIRM_PAGE', 'RED_PACKET')) })),
});

interface TransferBody {
  appid: string;
  out_bill_no: string;
  transfer_scene_id: string;
  openid: string;
  user_name?: string;
  transfer_amount: number;
  transfer_remark: string;
  notify_url?: string;
  user_recv_perception?: string;
  transfer_scene_report_infos: { info_type: string; info_content: string }[];
  user_recv_style?: { type: string };
}

const isFinal = (transfer: TransferRecord): boolean =>
  ['SUCCESS', 'FAIL', 'CANCELLED'].includes(transfer.state);

/** Transfer routes and what the payee does. */
export class Transfers {
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(private readonly world: World) {}

  /** Registers creation, both queries and cancel. */
  addRoutes(gateway: PayGateway): void {
    const base = '/v3/fund-app/mch-transfer/transfer-bills';
    gateway.post(base, (call, input) => this.create(call, input));
    gateway.get(`${base}/out-bill-no/:no`, (call) => ok(this.reply(this.find(call.params['no'] ?? ''))));
    gateway.get(`${base}/transfer-bill-no/:no`, (call) => {
      const all = [...this.world.store.table('transfers').values()];
      const found = all.find((each) => each.transferBillNo === call.params['no']);
      if (!found) throw notExists('转账单据不存在');
      return ok(this.reply(found));
    });
    gateway.post(`${base}/out-bill-no/:no/cancel`, (call, input) => this.cancel(call, input));
  }

  /** Takes up what was under way when the sandbox stopped. */
  resume(): void {
    for (const transfer of this.world.store.table('transfers').values()) {
      if (transfer.state === 'CANCELING') this.settleSoon(transfer.outBillNo, 'CANCELLED', 'MCH_CANCEL');
      else if (!isFinal(transfer)) this.watch(transfer);
    }
  }

  /** Settles nothing more. */
  stop(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }

  /** The payee confirms. A transfer that the fault plan failed stays failed and is returned as such. */
  async confirm(outBillNo: string): Promise<TransferRecord> {
    const transfer = this.findForUser(outBillNo);
    if (transfer.state === 'FAIL' && transfer.failReason === 'PAYEE_ACCOUNT_ABNORMAL') return transfer;
    this.requireWaiting(transfer);
    const user = this.world.store.get('users', transfer.openid);
    const wrongName =
      transfer.userName !== undefined && user?.realName !== undefined && user.realName !== transfer.userName;
    if (this.world.faults.plan.transfers === 'fail') {
      return this.finish(transfer, 'FAIL', 'PAYEE_ACCOUNT_ABNORMAL');
    }
    return wrongName ? this.finish(transfer, 'FAIL', 'NAME_NOT_CORRECT') : this.finish(transfer, 'SUCCESS');
  }

  /** The payee lets the 24 hours pass, at once. */
  async lapse(outBillNo: string): Promise<TransferRecord> {
    const transfer = this.findForUser(outBillNo);
    this.requireWaiting(transfer);
    return this.finish(transfer, 'FAIL', 'OVERDUE_CLOSE');
  }

  private requireWaiting(transfer: TransferRecord): void {
    if (transfer.state !== 'WAIT_USER_CONFIRM') {
      throw new HttpRefusal(409, 'transfer.settled', `转账单据状态为 ${transfer.state}`);
    }
  }

  private findForUser(outBillNo: string): TransferRecord {
    const transfer = this.world.store.get('transfers', outBillNo);
    if (!transfer) throw new HttpRefusal(404, 'transfer.not_found', '没有这张转账单据');
    return transfer;
  }

  private find(outBillNo: string): TransferRecord {
    const transfer = this.world.store.get('transfers', outBillNo);
    if (!transfer) throw notExists('转账单据不存在');
    return transfer;
  }

  private async create(call: Call, input: unknown): Promise<PayReply> {
    const { store, clock, faults } = this.world;
    transferRule(input, '');
    const body = input as TransferBody;
    const userName = this.checkBody(call, body);
    // Sealing is random, so a repeat is compared by what was sealed.
    const fingerprint = canonical({ ...body, user_name: userName ?? '' });
    const known = store.get('transfers', body.out_bill_no);
    if (known) {
      if (known.fingerprint !== fingerprint) throw invalidRequest('单号已存在，但信息不一致');
      return ok(this.creationReply(known));
    }
    const now = clock.now();
    const transfer: TransferRecord = {
      outBillNo: body.out_bill_no,
      transferBillNo: `1330${compactTime(now).slice(2)}${randomDigits(16)}`,
      openid: body.openid,
      amountFen: body.transfer_amount,
      sceneId: body.transfer_scene_id,
      remark: body.transfer_remark,
      ...(userName === undefined ? {} : { userName }),
      state: 'WAIT_USER_CONFIRM',
      fingerprint,
      packageInfo: `ABBQO+${randomText(80)}=`,
      ...this.notifyUrlOf(body),
      createdAt: now,
      updatedAt: now,
    };
    await store.commit([['transfers', transfer.outBillNo, transfer]]);
    this.watch(transfer);
    if (faults.plan.transfers === 'fail') {
      this.settleSoon(transfer.outBillNo, 'FAIL', 'PAYEE_ACCOUNT_ABNORMAL');
    }
    return ok(this.creationReply(transfer));
  }

  private notifyUrlOf(body: TransferBody): { notifyUrl?: string } {
    const { shopUrl } = this.world;
    if (body.notify_url !== undefined) return { notifyUrl: body.notify_url };
    return shopUrl === null ? {} : { notifyUrl: `${shopUrl}/api/wechat/transfer-notices` };
  }

  /** The rules between fields; returns the opened real name. */
  private checkBody(call: Call, body: TransferBody): string | undefined {
    const { config, keys, store } = this.world;
    if (body.appid !== config.appid) throw invalidRequest('appid 与商户号不匹配');
    if (!store.table('users').has(body.openid)) throw invalidRequest('openid 与 appid 不匹配');
    const needed = reportTypes[body.transfer_scene_id];
    const given = body.transfer_scene_report_infos.map((info) => info.info_type);
    if (needed && (given.length !== needed.length || needed.some((type) => !given.includes(type)))) {
      throw paramError(`该转账场景应填写报备信息：${needed.join('、')}`);
    }
    if (body.user_recv_style?.type === 'RED_PACKET' && body.transfer_amount > RED_PACKET_FEN_MAX) {
      throw invalidRequest('红包样式的转账金额不能超过 200 元');
    }
    if (body.user_name === undefined) {
      if (body.transfer_amount >= NAMED_FROM_FEN) throw paramError('转账金额达到 2000 元时 user_name 必填');
      return undefined;
    }
    const serial = String(call.headers['wechatpay-serial'] ?? '');
    if (serial !== config.wechatPublicKeyId) throw paramError('Wechatpay-Serial 与加密使用的公钥不匹配');
    const name = openOaep(keys.wechatPrivate, body.user_name);
    if (name === null || name === '') throw paramError('/body/user_name 解密失败');
    return name;
  }

  private async cancel(call: Call, input: unknown): Promise<PayReply> {
    shape({})(input, '');
    const transfer = this.find(call.params['no'] ?? '');
    const accepted: TransferRecord = { ...transfer, state: 'CANCELING', updatedAt: this.world.clock.now() };
    if (transfer.state === 'CANCELING' || transfer.state === 'CANCELLED') {
      return ok(this.cancelReply(transfer));
    }
    if (transfer.state !== 'WAIT_USER_CONFIRM') throw invalidRequest('当前单据状态不允许撤销');
    await this.world.store.commit([['transfers', accepted.outBillNo, accepted]]);
    this.settleSoon(accepted.outBillNo, 'CANCELLED', 'MCH_CANCEL');
    return ok(this.cancelReply(accepted));
  }

  /** Lapses by itself after 24 hours of the sandbox's clock. */
  private watch(transfer: TransferRecord): void {
    this.world.clock.schedule(transfer.createdAt + CONFIRM_MS, () => {
      const now = this.world.store.get('transfers', transfer.outBillNo);
      if (now?.state === 'WAIT_USER_CONFIRM') this.finishLater(now, 'FAIL', 'OVERDUE_CLOSE');
    });
  }

  private settleSoon(outBillNo: string, state: 'FAIL' | 'CANCELLED', reason: string): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      const now = this.world.store.get('transfers', outBillNo);
      if (now && !isFinal(now)) this.finishLater(now, state, reason);
    }, SETTLE_MS);
    timer.unref();
    this.timers.add(timer);
  }

  private finishLater(transfer: TransferRecord, state: 'FAIL' | 'CANCELLED', reason: string): void {
    this.finish(transfer, state, reason).catch((error: unknown) =>
      console.error('wechat-sandbox: a transfer could not be kept', error),
    );
  }

  private async finish(
    transfer: TransferRecord,
    state: 'SUCCESS' | 'FAIL' | 'CANCELLED',
    failReason?: string,
  ): Promise<TransferRecord> {
    const { store, clock, notices } = this.world;
    const reason = failReason === undefined ? {} : { failReason };
    const done: TransferRecord = { ...transfer, state, ...reason, updatedAt: clock.now() };
    const changes: Change[] = [['transfers', done.outBillNo, done]];
    let notice: NoticeRecord | null = null;
    if (done.notifyUrl !== undefined) {
      const { outBillNo, notifyUrl: url } = done;
      notice = notices.prepare('transfer', outBillNo, outBillNo, 'MCHTRANSFER.BILL.FINISHED', url);
      changes.push(['notices', notice.id, notice]);
    }
    await store.commit(changes);
    if (notice) notices.release(notice);
    return done;
  }

  private creationReply(transfer: TransferRecord): unknown {
    return {
      out_bill_no: transfer.outBillNo,
      transfer_bill_no: transfer.transferBillNo,
      create_time: rfc3339(transfer.createdAt),
      state: transfer.state,
      ...(transfer.failReason === undefined ? {} : { fail_reason: transfer.failReason }),
      ...(transfer.state === 'WAIT_USER_CONFIRM' ? { package_info: transfer.packageInfo } : {}),
    };
  }

  private cancelReply(transfer: TransferRecord): unknown {
    return {
      out_bill_no: transfer.outBillNo,
      transfer_bill_no: transfer.transferBillNo,
      state: transfer.state,
      update_time: rfc3339(transfer.updatedAt),
    };
  }

  private reply(transfer: TransferRecord): unknown {
    const { config } = this.world;
    return {
      mch_id: config.mchid,
      out_bill_no: transfer.outBillNo,
      transfer_bill_no: transfer.transferBillNo,
      appid: config.appid,
      state: transfer.state,
      transfer_amount: transfer.amountFen,
      transfer_remark: transfer.remark,
      ...(transfer.failReason === undefined ? {} : { fail_reason: transfer.failReason }),
      openid: transfer.openid,
      create_time: rfc3339(transfer.createdAt),
      update_time: rfc3339(transfer.updatedAt),
    };
  }
}
