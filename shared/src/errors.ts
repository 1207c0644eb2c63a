/**
 * Refusals: every expected "no" has a code, an HTTP status and a text in each language. Clients show
 * their text by `code`; `message` in a reply follows Accept-Language (zh-CN is the default).
 */

interface RefusalText {
  status: number;
  'zh-CN': string;
  en: string;
}

export const refusals = {
  'request.invalid': {
    status: 400,
    'zh-CN': '提交的内容有误，请检查后重试',
    en: 'The request is not valid.',
  },
  'auth.required': { status: 401, 'zh-CN': '请先登录', en: 'Please log in first.' },
  'auth.expired': { status: 401, 'zh-CN': '登录已过期，请重新登录', en: 'Your session has expired.' },
  'auth.code_invalid': {
    status: 401,
    'zh-CN': '微信登录凭证无效，请重试',
    en: 'The WeChat login code is not valid.',
  },
  'auth.bad_credentials': { status: 401, 'zh-CN': '用户名或密码不正确', en: 'Wrong user name or password.' },
  'auth.locked': {
    status: 429,
    'zh-CN': '登录失败次数过多，请稍后再试',
    en: 'Too many failed logins. Try later.',
  },
  'auth.foreign_origin': {
    status: 403,
    'zh-CN': '请求来源不被允许',
    en: 'Requests from this origin are refused.',
  },
  'permission.denied': { status: 403, 'zh-CN': '没有操作权限', en: 'You are not allowed to do this.' },
  not_found: { status: 404, 'zh-CN': '内容不存在或已下架', en: 'Not found.' },
  'request.too_large': { status: 413, 'zh-CN': '提交的内容过大', en: 'The request is too large.' },
  'rate.limited': {
    status: 429,
    'zh-CN': '操作太频繁，请稍后再试',
    en: 'Too many requests. Try again soon.',
  },
  'request.reused': {
    status: 409,
    'zh-CN': '请求编号已用于其他内容',
    en: 'This request id was used for another input.',
  },
  'request.in_progress': {
    status: 409,
    'zh-CN': '正在处理，请稍候',
    en: 'The same request is still being handled.',
  },
  'version.conflict': {
    status: 409,
    'zh-CN': '内容已被他人修改，请刷新后重试',
    en: 'Somebody else changed this. Reload first.',
  },
  'state.conflict': {
    status: 409,
    'zh-CN': '当前状态不允许此操作',
    en: 'The present state does not allow this.',
  },
  'price.changed': {
    status: 409,
    'zh-CN': '价格有变动，请确认后再提交',
    en: 'The price has changed. Please confirm it.',
  },
  'product.off_sale': { status: 409, 'zh-CN': '商品已下架', en: 'This product is not on sale.' },
  'sku.sold_out': { status: 409, 'zh-CN': '库存不足', en: 'Not enough in stock.' },
  'campaign.not_running': { status: 409, 'zh-CN': '活动未在进行中', en: 'This campaign is not running.' },
  'campaign.product_taken': {
    status: 409,
    'zh-CN': '该商品已有进行中的活动',
    en: 'The product already has a live campaign.',
  },
  'campaign.limit_reached': {
    status: 409,
    'zh-CN': '已达到每人限购次数',
    en: 'You have reached the limit per person.',
  },
  'group.full': { status: 409, 'zh-CN': '该团已满员', en: 'This group is full.' },
  'group.closed': { status: 409, 'zh-CN': '该团已结束', en: 'This group is closed.' },
  'group.already_in': { status: 409, 'zh-CN': '您已在该团中', en: 'You are already in this group.' },
  'group.not_guaranteed': {
    status: 409,
    'zh-CN': '该团开团时没有声明保底成团，不能提前成团',
    en: 'This group was not opened with a guarantee, so it cannot be completed early.',
  },
  'order.too_many_unpaid': {
    status: 409,
    'zh-CN': '待付款订单过多，请先处理',
    en: 'Too many unpaid orders. Settle them first.',
  },
  'order.expired': { status: 409, 'zh-CN': '订单支付时间已过', en: 'The time to pay has passed.' },
  'order.already_paid': { status: 409, 'zh-CN': '订单已支付', en: 'The order is already paid.' },
  'distributor.already': { status: 409, 'zh-CN': '您已提交过申请', en: 'You have already applied.' },
  'wechat.unavailable': {
    status: 409,
    'zh-CN': '微信暂时没有响应，请重试',
    en: 'WeChat does not answer. Try again.',
  },
  'approval.same_person': {
    status: 409,
    'zh-CN': '不能由提出人本人复核，请另一位同事处理',
    en: 'Somebody else than the one who asked must decide.',
  },
  'approval.pending': {
    status: 409,
    'zh-CN': '同一事项已有待复核的申请',
    en: 'The same is already waiting for a second person.',
  },
  'refund.above_paid': {
    status: 409,
    'zh-CN': '退款金额超过可退金额',
    en: 'The refund is more than what can still be given back.',
  },
  'refund.too_many': {
    status: 409,
    'zh-CN': '该笔支付的退款次数已达上限',
    en: 'This payment cannot be refunded any more often.',
  },
  'bill.unreadable': {
    status: 400,
    'zh-CN': '账单无法识别，请确认文件类型和日期',
    en: 'This is not the bill of that day in a form that can be read.',
  },
  'distributor.not_approved': {
    status: 409,
    'zh-CN': '推广资格未生效或已暂停，不能提现',
    en: 'Only active distributors can withdraw.',
  },
  'withdrawal.below_minimum': {
    status: 409,
    'zh-CN': '低于最低提现金额',
    en: 'This is less than the smallest withdrawal.',
  },
  'withdrawal.above_available': {
    status: 409,
    'zh-CN': '超过可提现余额',
    en: 'This is more than what is available.',
  },
  'withdrawal.above_limit': {
    status: 409,
    'zh-CN': '超过提现限额，请减少金额或改日再试',
    en: 'This is above a limit. Try a smaller amount or another day.',
  },
  'withdrawal.real_name_needed': {
    status: 409,
    'zh-CN': '该金额需要先填写实名',
    en: 'Your real name is needed for this amount.',
  },
  'payout.exceptions': {
    status: 409,
    'zh-CN': '有提现不能进入本次打款，请先处理',
    en: 'Some withdrawals cannot be paid out now. Deal with them first.',
  },
  'payout.amount_changed': {
    status: 409,
    'zh-CN': '打款金额有变动，请核对后重新确认',
    en: 'The amount of the run has changed. Check it again.',
  },
  'tax.above_due': {
    status: 409,
    'zh-CN': '超过该月未缴的代扣税额',
    en: 'This is more tax than is still to be handed over for the month.',
  },
  'payout.empty': {
    status: 409,
    'zh-CN': '没有可以打款的提现',
    en: 'There is no withdrawal to pay out.',
  },
  'export.too_many': {
    status: 409,
    'zh-CN': '正在生成的导出过多，请等其完成',
    en: 'Too many exports are being made. Wait for one to end.',
  },
  'export.not_ready': {
    status: 409,
    'zh-CN': '文件尚未生成或已过期',
    en: 'The file is not made yet, or was removed.',
  },
  'budget.below_reserved': {
    status: 409,
    'zh-CN': '佣金预算不能低于已占用的金额',
    en: 'The budget cannot be less than what is reserved already.',
  },
  'rules.notice_too_short': {
    status: 409,
    'zh-CN': '佣金规则至少提前 7 天公布，且晚于已公布的规则',
    en: 'Rules need 7 days of notice, and start after those announced before.',
  },
  'after_sale.open': {
    status: 409,
    'zh-CN': '该商品已有处理中的售后申请',
    en: 'There is an open request for these goods already.',
  },
  'upload.unreadable': { status: 400, 'zh-CN': '图片无法识别', en: 'The file is not a readable picture.' },
  'service.starting': { status: 503, 'zh-CN': '服务启动中，请稍候', en: 'The service is starting.' },
} as const satisfies Record<string, RefusalText>;

export type RefusalCode = keyof typeof refusals;
export type Language = 'zh-CN' | 'en';

/** Body of every refusal. `detail` depends on the code (see the route's documentation). */
export interface RefusalReply {
  code: RefusalCode;
  message: string;
  detail?: unknown;
}

/** HTTP status of a refusal. */
export function refusalStatus(code: RefusalCode): number {
  return refusals[code].status;
}

/** Text of a refusal in one language. */
export function refusalText(code: RefusalCode, language: Language): string {
  return refusals[code][language];
}

/** Picks zh-CN or en from an Accept-Language header; zh-CN when neither is asked for. */
export function pickLanguage(header: string | undefined): Language {
  const wanted = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...params] = part.trim().toLowerCase().split(';');
      const q = params.map((param) => /^\s*q=([\d.]+)/.exec(param)?.[1]).find(Boolean);
      return { tag, weight: q === undefined ? 1 : Number(q) };
    })
    .filter(({ tag, weight }) => weight > 0 && /^(zh|en)\b/.test(tag))
    .sort((a, b) => b.weight - a.weight)[0];
  return wanted?.tag.startsWith('en') ? 'en' : 'zh-CN';
}
