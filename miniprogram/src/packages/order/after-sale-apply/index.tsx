import { useState } from 'react';
import { useRouter } from '@tarojs/taro';
import { View } from '@tarojs/components';
import type { OrderReply } from '@tuanlink/shared/replies';
import { call } from '../../../api/client';
import { refreshOrders } from '../../../api/query-client';
import { Boundary } from '../../../components/boundary/boundary';
import { Button } from '../../../components/button/button';
import { Page } from '../../../components/page/page';
import { Skeleton } from '../../../components/skeleton/skeleton';
import { EmptyState } from '../../../components/states/states';
import { useAction } from '../../../hooks/use-action';
import { useCall } from '../../../hooks/use-call';
import { useText } from '../../../hooks/use-text';
import { replaceWith } from '../../../platform/navigation';
import { paths } from '../../../platform/paths';
import { askProblems, bodyOf, firstForm, formKey, openOneOf } from './model';
import type { AskForm } from './model';
import { AmountPart, WhatPart, WhyPart } from './parts';
import './index.scss';

function Editor({ order, first }: { order: OrderReply; first: AskForm }) {
  const t = useText();
  const [form, setForm] = useState(first);
  const [strict, setStrict] = useState(false);
  const { busy, run } = useAction();
  const problems = askProblems(order, form);
  const shown = strict ? problems : form.amount === '' ? {} : { amount: problems.amount };
  const part = {
    order,
    form,
    problems: shown,
    onChange: (changed: Partial<AskForm>) => setForm((before) => ({ ...before, ...changed })),
  };

  function submit() {
    setStrict(true);
    const body = bodyOf(order, form);
    if (body === null) {
      return;
    }
    const send = async () => {
      const { id } = await call('shop.afterSale.apply', { params: { id: order.id }, body });
      replaceWith(paths.afterSale(id));
      void refreshOrders();
    };
    run('submit', send, (failure) => {
      // It was asked for before, perhaps by a request whose answer got lost: that one is shown.
      const open = failure.code === 'after_sale.open' ? openOneOf(failure.detail) : null;
      void refreshOrders();
      if (open !== null) {
        replaceWith(paths.afterSale(open));
      }
      return false;
    });
  }

  return (
    <>
      <WhatPart {...part} />
      <WhyPart {...part} />
      <AmountPart {...part} />
      <View className="ask__submit">
        <Button kind="main" size="l" block id="ask-submit" busy={busy === 'submit'} onTap={submit}>
          {t('afterSale.submit')}
        </Button>
      </View>
    </>
  );
}

/** A buyer asks for money back on an order, with or without the goods. */
export default function AfterSaleApplyPage() {
  const t = useText();
  const { id = '' } = useRouter().params;
  const order = useCall('shop.order', { params: { id } }, { enabled: id !== '' });
  return (
    <Page title={t('afterSale.ask')}>
      <Boundary read={order} skeleton={<Skeleton kind="rows" />}>
        {(found) => {
          const first = firstForm(found);
          return first === null ? (
            <EmptyState icon="refund" title={t('afterSale.notNow')}>
              <Button kind="line" onTap={() => replaceWith(paths.order(found.id))}>
                {t('result.toOrder')}
              </Button>
            </EmptyState>
          ) : (
            // What can be asked for changes with the order: the form starts anew then.
            <Editor key={formKey(found)} order={found} first={first} />
          );
        }}
      </Boundary>
    </Page>
  );
}
