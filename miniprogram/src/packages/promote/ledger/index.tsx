import { useState } from 'react';
import { useReachBottom, useRouter } from '@tarojs/taro';
import { Text, View } from '@tarojs/components';
import type { CommissionLineReply } from '@tuanlink/shared/replies';
import { formatBp, formatFen } from '@tuanlink/shared/money';
import { formatTime } from '@tuanlink/shared/time';
import { Boundary } from '../../../components/boundary/boundary';
import { Filters } from '../../../components/filters/filters';
import { Page } from '../../../components/page/page';
import { Price } from '../../../components/price/price';
import { Skeleton } from '../../../components/skeleton/skeleton';
import { StateChip } from '../../../components/state-chip/state-chip';
import { EmptyState } from '../../../components/states/states';
import { useList } from '../../../hooks/use-call';
import { useRefresh } from '../../../hooks/use-refresh';
import { useText } from '../../../hooks/use-text';
import { commissionChip } from '../../../i18n/state-texts';
import { aria } from '../../../platform/aria';
import { goTo } from '../../../platform/navigation';
import { paths } from '../../../platform/paths';
import { lineReason } from '../lines';
import { ledgerFilters, stateInQuery } from './model';
import './index.scss';

function Line({ line }: { line: CommissionLineReply }) {
  const t = useText();
  const adjusted = line.attributionCode === null;
  return (
    <View
      className="card ledger__line"
      hoverClass="pressed"
      onClick={() => goTo(paths.line(line.id))}
      {...aria(undefined, 'button')}
    >
      <View className="ledger__row">
        <Text className="ledger__title">{adjusted ? t('line.adjusted') : line.productTitle}</Text>
        <Price amountFen={line.amountFen} tone={line.state === 'available' ? 'brand' : 'plain'} />
      </View>
      <View className="ledger__row">
        <Text className="ledger__small">
          {adjusted ? '' : `${formatFen(line.baseFen)} × ${formatBp(line.rateBp)}`}
        </Text>
        <StateChip {...commissionChip(line.state, t)} />
      </View>
      <Text className="ledger__reason">{lineReason(line, t)}</Text>
      <Text className="ledger__small">{formatTime(line.at)}</Text>
    </View>
  );
}

/** Every line of commission, also those that earned nothing, each with its reason. */
export default function LedgerPage() {
  const t = useText();
  const [state, setState] = useState(stateInQuery(useRouter().params.state));
  const lines = useList('shop.commissions', { state });
  useRefresh(lines.refetch);
  useReachBottom(lines.loadMore);
  return (
    <Page title={t('title.ledger')}>
      <Filters
        options={ledgerFilters.map((filter) => ({ value: filter.state, label: t(filter.label) }))}
        value={state}
        onChange={setState}
      />
      <Boundary read={lines} skeleton={<Skeleton kind="rows" />}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState icon="list" title={t('ledger.empty')} hint={t('ledger.empty.hint')} />
          ) : (
            <>
              {items.map((line) => (
                <Line key={line.id} line={line} />
              ))}
              <Text className="list-end">{t(lines.hasMore ? 'list.more' : 'list.end')}</Text>
            </>
          )
        }
      </Boundary>
    </Page>
  );
}
