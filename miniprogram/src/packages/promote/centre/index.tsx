import { useState } from 'react';
import { Text, View } from '@tarojs/components';
import type { DistributorReply, ShopCommissionRulesReply } from '@tuanlink/shared/replies';
import { call } from '../../../api/client';
import { Boundary } from '../../../components/boundary/boundary';
import { Button } from '../../../components/button/button';
import { Cell } from '../../../components/cell/cell';
import { Icon } from '../../../components/icon/icon';
import { Page } from '../../../components/page/page';
import { Price } from '../../../components/price/price';
import { Skeleton } from '../../../components/skeleton/skeleton';
import { EmptyState } from '../../../components/states/states';
import { useAction } from '../../../hooks/use-action';
import { useCall } from '../../../hooks/use-call';
import type { Read } from '../../../hooks/use-call';
import { useRefresh } from '../../../hooks/use-refresh';
import { useText } from '../../../hooks/use-text';
import { aria } from '../../../platform/aria';
import { goTo } from '../../../platform/navigation';
import { paths } from '../../../platform/paths';
import { balanceTiles, centreVariant } from './model';
import { Rules, Versions } from './rules';
import './index.scss';

interface ApplyProps {
  distributor: DistributorReply;
  rules: ShopCommissionRulesReply;
  onDone: () => void;
}

function Apply({ distributor, rules, onDone }: ApplyProps) {
  const t = useText();
  const [agreed, setAgreed] = useState(false);
  const { busy, run } = useAction();
  async function apply() {
    await call('shop.distributor.apply', { body: { agreeToRules: true } });
    onDone();
  }
  return (
    <>
      <View className="centre__intro">
        <Text className="centre__title">{t('apply.title')}</Text>
        <Text className="centre__hint">{t('apply.hint')}</Text>
      </View>
      {distributor.state === 'rejected' && (
        <View className="card card--padded">
          <Text className="card__title">{t('apply.rejected')}</Text>
          <Text className="centre__hint">{distributor.reason ?? ''}</Text>
        </View>
      )}
      <Rules rules={rules} />
      <View className="centre__apply">
        <View
          id="agree"
          className={`centre__agree ${agreed ? 'centre__agree--on' : ''}`}
          onClick={() => setAgreed(!agreed)}
          {...aria(undefined, 'switch')}
        >
          <View className="centre__box">{agreed && <Icon name="check" />}</View>
          <Text>{t('apply.agree')}</Text>
        </View>
        <Button
          kind="main"
          size="l"
          block
          id="apply"
          disabled={!agreed}
          busy={busy !== null}
          onTap={() => run('apply', apply)}
        >
          {t('apply.action')}
        </Button>
      </View>
    </>
  );
}

function Money({ distributor }: { distributor: DistributorReply }) {
  const t = useText();
  const { balances } = distributor;
  return (
    <>
      <View className="card centre__tiles">
        {balanceTiles(balances).map((tile) => (
          <View
            key={tile.label}
            className="centre__tile"
            hoverClass="pressed"
            onClick={() => goTo(paths.ledger(tile.state))}
            {...aria(undefined, 'button')}
          >
            <Text className="centre__label">{t(tile.label)}</Text>
            <Price
              amountFen={tile.amountFen}
              size="l"
              tone={tile.state === 'available' ? 'brand' : 'plain'}
            />
            <Text className="centre__hint">{t(tile.hint)}</Text>
          </View>
        ))}
      </View>
      <View className="card">
        {balances.payingFen > 0 && (
          <Cell label={t('balance.paying')} value={<Price amountFen={balances.payingFen} tone="plain" />} />
        )}
        {balances.debtFen > 0 && (
          <Cell
            label={t('balance.debt')}
            hint={t('balance.debt.hint')}
            value={<Price amountFen={balances.debtFen} tone="plain" />}
          />
        )}
        <Cell icon="wallet" label={t('centre.withdraw')} id="withdraw" onTap={() => goTo(paths.withdraw)} />
        <Cell icon="list" label={t('centre.ledger')} onTap={() => goTo(paths.ledger())} />
      </View>
    </>
  );
}

interface CentreProps {
  distributor: DistributorReply;
  rules: Read<ShopCommissionRulesReply>;
  onDone: () => void;
}

function Active({ distributor }: { distributor: DistributorReply }) {
  const t = useText();
  return (
    <>
      {centreVariant(distributor.state) === 'suspended' && (
        <View className="card card--padded">
          <Text className="card__title">{t('centre.suspended')}</Text>
          <Text className="centre__hint">{distributor.reason ?? ''}</Text>
          <Text className="centre__hint">{t('centre.suspended.hint')}</Text>
        </View>
      )}
      <Money distributor={distributor} />
      {centreVariant(distributor.state) === 'active' && (
        <View className="card card--padded">
          <Text className="card__title">{t('centre.how')}</Text>
          <Text className="centre__how">{t('centre.how1')}</Text>
          <Text className="centre__how">{t('centre.how2')}</Text>
          <Text className="centre__how">{t('centre.how3')}</Text>
          <View className="centre__go">
            <Button kind="soft" block onTap={() => goTo(paths.home)}>
              {t('centre.choose')}
            </Button>
          </View>
        </View>
      )}
    </>
  );
}

/** The rules stand on every variant; nobody can agree to them before they are on screen. */
function Centre({ distributor, rules: read, onDone }: CentreProps) {
  const t = useText();
  const variant = centreVariant(distributor.state);
  return (
    <>
      {variant === 'applied' && (
        <EmptyState icon="clock" title={t('apply.waiting')} hint={t('apply.waiting.hint')} />
      )}
      {(variant === 'active' || variant === 'suspended') && <Active distributor={distributor} />}
      <Boundary read={read} skeleton={<Skeleton kind="rows" />}>
        {(rules) =>
          variant === 'apply' ? (
            <Apply distributor={distributor} rules={rules} onDone={onDone} />
          ) : (
            <>
              <Rules rules={rules} />
              {variant !== 'applied' && <Versions rules={rules} agreedVersion={distributor.rulesVersion} />}
            </>
          )
        }
      </Boundary>
    </>
  );
}

/** Where somebody who shares sees what they earned, and what they agreed to. */
export default function CentrePage() {
  const t = useText();
  const distributor = useCall('shop.distributor', {});
  const rules = useCall('shop.rules', {});
  useRefresh(() => Promise.all([distributor.refetch(), rules.refetch()]));
  return (
    <Page title={t('title.centre')}>
      <Boundary read={distributor} skeleton={<Skeleton kind="rows" />}>
        {(found) => <Centre distributor={found} rules={rules} onDone={() => void distributor.refetch()} />}
      </Boundary>
    </Page>
  );
}
