/** The pages people see: choosing who logs in, the cashier, taking a transfer. Plain HTML without scripts. */
import { createUser, issueCode } from './app/login.js';
import { HttpRefusal, type Call, type Reply, type Router } from './http.js';
import { abandon, pay, payingProblem, paymentOfPrepay } from './pay/transactions.js';
import type { Transfers } from './pay/transfers.js';
import type { TransferRecord } from './state.js';
import { yuan } from './text.js';
import type { World } from './world.js';

/** Users shown on the login page. */
const USERS_SHOWN_MAX = 100;

/** Registers `GET /sandbox/login`, `/sandbox/cashier` and `/sandbox/transfer`, and what their forms send. */
export function addPageRoutes(world: World, router: Router, transfers: Transfers): void {
  const page = (method: string, pattern: string, handler: (call: Call) => Reply | Promise<Reply>): void =>
    router.add(method, pattern, async (call) => {
      try {
        return await handler(call);
      } catch (error) {
        if (!(error instanceof HttpRefusal)) throw error;
        return html('出错了', `<p class="problem">${escape(error.message)}</p>`, error.status);
      }
    });
  page('GET', '/sandbox/login', (call) => loginPage(world, redirectOf(world, call, call.query)));
  page('POST', '/sandbox/login', (call) => login(world, call));
  page('GET', '/sandbox/cashier', (call) =>
    cashierPage(world, call.query.get('prepay_id') ?? '', redirectOf(world, call, call.query)),
  );
  page('POST', '/sandbox/cashier', (call) => settle(world, call));
  page('GET', '/sandbox/transfer', (call) =>
    transferPage(world, call.query.get('package') ?? '', redirectOf(world, call, call.query)),
  );
  page('POST', '/sandbox/transfer', (call) => takeTransfer(world, transfers, call));
}

/** Only addresses of this machine (or of the host the sandbox is reached by) are returned to. */
function redirectOf(world: World, call: Call, fields: URLSearchParams): URL {
  const given = fields.get('redirect') ?? '';
  const url = URL.canParse(given) ? new URL(given) : null;
  const own = `http://${call.headers.host ?? 'localhost'}`;
  const hosts = ['127.0.0.1', 'localhost', '[::1]'];
  if (URL.canParse(own)) hosts.push(new URL(own).hostname);
  if (world.shopUrl !== null) hosts.push(new URL(world.shopUrl).hostname);
  if (!url || !['http:', 'https:'].includes(url.protocol) || !hosts.includes(url.hostname)) {
    throw new HttpRefusal(400, 'request.invalid', 'redirect 应为本机的 http 地址');
  }
  return url;
}

/** Sends the browser back with one more query parameter. */
function back(redirect: URL, name: string, value: string): Reply {
  const url = new URL(redirect);
  url.searchParams.set(name, value);
  return { status: 303, headers: { Location: url.href, 'Cache-Control': 'no-store' } };
}

const formOf = (call: Call): URLSearchParams => new URLSearchParams(call.body.toString('utf8'));

function loginPage({ store }: World, redirect: URL): Reply {
  const hidden = `<input type="hidden" name="redirect" value="${escape(redirect.href)}">`;
  const users = store.newest('users', USERS_SHOWN_MAX).map(
    (user) => `<form method="post" action="/sandbox/login">${hidden}
<button class="user" name="openid" value="${escape(user.openid)}">
<span class="face">${escape([...user.nickname][0] ?? '微')}</span>
<span><b>${escape(user.nickname)}</b><small>${escape(user.openid)}</small></span></button></form>`,
  );
  return html(
    '选择微信用户登录',
    `<form class="new" method="post" action="/sandbox/login">${hidden}
<label for="nickname">新用户昵称</label>
<div class="row"><input id="nickname" name="nickname" maxlength="32" required placeholder="例如：小团">
<button class="primary">创建并登录</button></div></form>
<h2>已有用户</h2>
${users.length === 0 ? '<p>还没有用户，请先创建一个。</p>' : users.join('\n')}`,
  );
}

async function login(world: World, call: Call): Promise<Reply> {
  const form = formOf(call);
  const redirect = redirectOf(world, call, form);
  const openid = form.get('openid');
  const nickname = [...(form.get('nickname') ?? '').trim()].slice(0, 32).join('');
  if (openid === null && nickname === '') throw new HttpRefusal(400, 'request.invalid', '请填写昵称');
  const user = openid === null ? await createUser(world, { nickname }) : world.store.get('users', openid);
  if (!user) throw new HttpRefusal(404, 'user.not_found', '没有这个用户');
  return back(redirect, 'code', await issueCode(world, user.openid, 'login'));
}

const problems = {
  'payment.closed': '订单已关闭，无法支付。',
  'payment.expired': '已过支付时间，无法支付。',
};

function cashierPage(world: World, prepayId: string, redirect: URL): Reply {
  const payment = paymentOfPrepay(world, prepayId);
  const problem = payingProblem(world, prepayId);
  const paid = payment.transactionIds.length > 0;
  const payer = world.store.get('users', payment.body.payer.openid);
  const note = paid ? '订单已支付。' : problem === null ? '' : problems[problem];
  const hidden = `<input type="hidden" name="redirect" value="${escape(redirect.href)}">
<input type="hidden" name="prepay_id" value="${escape(prepayId)}">`;
  const payButton = '<button class="primary" name="action" value="pay">支付</button>';
  const leaving = note === '' ? '取消' : '返回';
  return html(
    '微信支付',
    `<p class="description">${escape(payment.body.description)}</p>
<p class="amount">¥${yuan(payment.body.amount.total)}</p>
<dl><dt>付款人</dt><dd>${escape(payer?.nickname ?? payment.body.payer.openid)}</dd>
<dt>商户订单号</dt><dd>${escape(payment.outTradeNo)}</dd></dl>
${note === '' ? '' : `<p class="problem">${note}</p>`}
<form method="post" action="/sandbox/cashier">${hidden}
${note === '' ? payButton : ''}
<button class="plain" name="action" value="${paid ? 'paid' : 'cancel'}">${leaving}</button></form>`,
  );
}

async function settle(world: World, call: Call): Promise<Reply> {
  const form = formOf(call);
  const redirect = redirectOf(world, call, form);
  const prepayId = form.get('prepay_id') ?? '';
  const payment = paymentOfPrepay(world, prepayId);
  if (payment.transactionIds.length > 0) return back(redirect, 'result', 'paid');
  if (form.get('action') !== 'pay') {
    await abandon(world, prepayId);
    return back(redirect, 'result', 'cancelled');
  }
  // The page itself tells why an order cannot be paid any more.
  if (payingProblem(world, prepayId) !== null) return cashierPage(world, prepayId, redirect);
  await pay(world, prepayId, { openid: payment.body.payer.openid });
  return back(redirect, 'result', 'paid');
}

function transferOfPackage({ store }: World, packageInfo: string): TransferRecord {
  const all = [...store.table('transfers').values()];
  const transfer = all.find((each) => each.packageInfo === packageInfo);
  if (!transfer) throw new HttpRefusal(404, 'transfer.not_found', '没有这张转账单据');
  return transfer;
}

/** What a payee sees in WeChat after `wx.requestMerchantTransfer`. */
function transferPage(world: World, packageInfo: string, redirect: URL): Reply {
  const transfer = transferOfPackage(world, packageInfo);
  const waits = transfer.state === 'WAIT_USER_CONFIRM';
  const payee = world.store.get('users', transfer.openid);
  const hidden = `<input type="hidden" name="redirect" value="${escape(redirect.href)}">
<input type="hidden" name="package" value="${escape(packageInfo)}">`;
  const take = '<button class="primary" name="action" value="confirm">确认收款</button>';
  return html(
    '商家转账',
    `<p class="description">${escape(transfer.remark)}</p>
<p class="amount">¥${yuan(transfer.amountFen)}</p>
<dl><dt>收款人</dt><dd>${escape(payee?.nickname ?? transfer.openid)}</dd>
<dt>商户单号</dt><dd>${escape(transfer.outBillNo)}</dd></dl>
${waits ? '' : `<p class="problem">转账单据状态为 ${escape(transfer.state)}</p>`}
<form method="post" action="/sandbox/transfer">${hidden}
${waits ? take : ''}
<button class="plain" name="action" value="leave">返回</button></form>`,
  );
}

async function takeTransfer(world: World, transfers: Transfers, call: Call): Promise<Reply> {
  const form = formOf(call);
  const redirect = redirectOf(world, call, form);
  const transfer = transferOfPackage(world, form.get('package') ?? '');
  if (form.get('action') !== 'confirm') return back(redirect, 'result', 'cancelled');
  if (transfer.state !== 'WAIT_USER_CONFIRM') {
    return transferPage(world, form.get('package') ?? '', redirect);
  }
  await transfers.confirm(transfer.outBillNo);
  return back(redirect, 'result', 'taken');
}

function escape(text: string): string {
  const named: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => named[character] ?? character);
}

const style = `*{box-sizing:border-box}body{margin:0;background:#ededed;color:#191919;
font:16px/1.5 system-ui,-apple-system,"PingFang SC","Noto Sans SC",sans-serif}
main{max-width:430px;min-height:100vh;margin:0 auto;background:#fff;padding:16px 16px 48px}
.mark{background:#fff3d6;color:#6b4700;border-radius:8px;padding:8px 12px;font-size:14px;margin:0 0 16px}
h1{font-size:20px;margin:0 0 16px}h2{font-size:16px;margin:24px 0 8px;color:#555}
button,input{font:inherit;min-height:44px;border-radius:8px;border:1px solid #c8c8c8;padding:8px 12px}
button{cursor:pointer;background:#fff;color:inherit}
.row{display:flex;gap:8px;margin-top:4px}.row input{flex:1;min-width:0}
.primary{background:#06803e;border-color:#06803e;color:#fff;font-weight:600}
.user{display:flex;gap:12px;align-items:center;width:100%;text-align:left;margin-bottom:8px}
.user small{display:block;color:#666;font-size:12px;word-break:break-all}
.face{flex:none;width:40px;height:40px;border-radius:8px;background:#e6f4ec;color:#06803e;display:flex;
align-items:center;justify-content:center;font-weight:600}
.description,.amount{text-align:center;margin:24px 0 0}
.amount{font-size:40px;font-weight:600;margin:4px 0 24px}
dl{display:grid;grid-template-columns:auto 1fr;gap:8px 16px;margin:0 0 24px}dt{color:#666}
dd{margin:0;text-align:right;word-break:break-all}form .primary,form .plain{width:100%;margin-bottom:12px}
.row .primary{width:auto;margin:0}.problem{background:#fdecea;color:#8c1d18;border-radius:8px;padding:12px}`;

function html(title: string, content: string, status = 200): Reply {
  return {
    status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
    },
    body: `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title} · 沙盒</title><style>${style}</style></head>
<body><main><p class="mark">沙盒 / sandbox：这里是模拟的微信，不会发生真实的登录和付款。</p>
<h1>${title}</h1>
${content}
</main></body></html>`,
  };
}
