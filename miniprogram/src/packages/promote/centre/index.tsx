import { useState } from 'react';
import { Text, View } from '@tarojs/components';
import type { DistributorReply } from '@tuanlink/shared/replies';
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
import { useRefresh } from '../../../hooks/use-refresh';
import { useText } from '../../../hooks/use-text';
import { aria } from '../../../platform/aria';
import { goTo } from '../../../platform/navigation';
import { paths } from '../../../platform/paths';
import { RULE_POINTS, announcedFacts, balanceTiles, centreVariant } from './model';
import './index.scss';

function Rules() {
  const t = useText();
  return (
    <View className="card card--padded">
      <Text className="card__title">{t('rules.title')}</Text>
      {RULE_POINTS.map((point) => (
        <View key={point} className="centre__rule">
          <Icon name="check" />
          <Text className="centre__rule-text">{t(point)}</Text>
        </View>
      ))}
    </View>
  );
}

function Apply({ distributor, onDone }: { distributor: DistributorReply; onDone: () => void }) {
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
      <Rules />
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

/** Which rules decide about orders now, and which will, once others were announced. */
function Versions() {
  const t = useText();
  const rules = useCall('shop.rules', {});
  return (
    <Boundary read={rules} skeleton={<Skeleton kind="rows" />}>
      {({ current, announced }) =>
        announced.length === 0 ? null : (
          <View className="card card--padded">
            <Text className="card__title">{t('centre.inForce', { version: current.version })}</Text>
            {announced.map((next) => (
              <Text key={next.id} className="centre__hint">
                {t('centre.announced', announcedFacts(next))}
              </Text>
            ))}
            <Text className="centre__hint">{t('centre.oldOrders')}</Text>
          </View>
        )
      }
    </Boundary>
  );
}

function Centre({ distributor, onDone }: { distributor: DistributorReply; onDone: () => void }) {
  const t = useText();
  const variant = centreVariant(distributor.state);
  if (variant === 'apply') {
    return <Apply distributor={distributor} onDone={onDone} />;
  }
  if (variant === 'applied') {
    return (
      <>
        <EmptyState icon="clock" title={t('apply.waiting')} hint={t('apply.waiting.hint')} />
        <Rules />
      </>
    );
  }
  return (
    <>
      {variant === 'suspended' && (
        <View className="card card--padded">
          <Text className="card__title">{t('centre.suspended')}</Text>
          <Text className="centre__hint">{distributor.reason ?? ''}</Text>
          <Text className="centre__hint">{t('centre.suspended.hint')}</Text>
        </View>
      )}
      <Money distributor={distributor} />
      {variant === 'active' && (
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
      <Rules />
      <Versions />
      <Text className="centre__version">{t('centre.rules', { version: distributor.rulesVersion })}</Text>
    </>
  );
}

/** Where somebody who shares sees what they earned, and what they agreed to. */
export default function CentrePage() {
  const t = useText();
  const distributor = useCall('shop.distributor', {});
  useRefresh(distributor.refetch);
  return (
    <Page title={t('title.centre')}>
      <Boundary read={distributor} skeleton={<Skeleton kind="rows" />}>
        {(found) => <Centre distributor={found} onDone={() => void distributor.refetch()} />}
      </Boundary>
    </Page>
  );
}
