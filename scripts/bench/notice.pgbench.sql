select record_payments(jsonb_build_array(jsonb_build_object('outTradeNo', b.out_trade_no,
  'transactionId', '42' || b.out_trade_no, 'amountFen', b.amount_fen, 'openid', b.openid)), now())
from (select nextval('bench_pay') as n) x join bench_payable b on b.n = x.n;
