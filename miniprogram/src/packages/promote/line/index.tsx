import { useRouter } from '@tarojs/taro';
import { Text, View } from '@tarojs/components';
import type { CommissionExplanationReply } from '@tuanlink/shared/replies';
import { formatFen } from '@tuanlink/shared/money';
import type { OrderState } from '@tuanlink/shared/states';
import { formatTime } from '@tuanlink/shared/time';
import { Boundary } from '../../../components/boundary/boundary';
import { Cell } from '../../../components/cell/cell';
import { Page } from '../../../components/page/page';
import { Price } from '../../../components/price/price';
import { Skeleton } from '../../../components/skeleton/skeleton';
import { StateChip } from '../../../components/state-chip/state-chip';
import { readAgain, useCall } from '../../../hooks/use-call';
import { useRefresh } from '../../../hooks/use-refresh';
import { useText } from '../../../hooks/use-text';
import { commissionChip, orderChip } from '../../../i18n/state-texts';
import { lineReason } from '../lines';
import { eventFacts, formulaText, transferFacts, visitFacts } from './model';
import type { Fact } from './model';
import { Proof } from './proof';
import './index.scss';

type RuleFacts = NonNullable<CommissionExplanationReply['rule']>;

function Facts({ title, facts, empty }: { title: string; facts: Fact[]; empty: string }) {
  return (
    <View className="card card--padded">
      <Text className="card__title">{title}</Text>
      {facts.length === 0 && <Text className="line__small">{empty}</Text>}
      {facts.map((fact) => (
        <View key={fact.key} className="line__fact">
          <Text className="line__text">{fact.text}</Text>
          <Text className="line__small">{fact.at}</Text>
        </View>
      ))}
    </View>
  );
}

function Rule({ line, rule }: { line: CommissionExplanationReply; rule: RuleFacts }) {
  const t = useText();
  return (
    <View className="card card--padded">
      <Text className="card__title">{t('line.rule', { version: rule.version })}</Text>
      <Text className="line__text">
        {t('line.ruleText', {
          visit: rule.visitWindowDays,
          binding: rule.bindingDays,
          protection: rule.protectionDays,
        })}
      </Text>
      <Text className="line__small">{t('line.ruleSince', { time: formatTime(rule.effectiveAt) })}</Text>
      {line.rateSource !== null && <Text className="line__small">{t(`line.rate.${line.rateSource}`)}</Text>}
      {line.buyer !== null && <Text className="line__small">{t(`line.buyer.${line.buyer}`)}</Text>}
    </View>
  );
}

/** What no order earned: two people of the shop gave or took it. */
function Adjusted() {
  const t = useText();
  return (
    <View className="card card--padded">
      <Text className="card__title">{t('line.adjusted')}</Text>
      <Text className="line__text">{t('line.adjustedHint')}</Text>
    </View>
  );
}

/** The order that it is about, as far as the seller may know it. */
function Order({ id, state }: { id: string; state: OrderState | null }) {
  const t = useText();
  return (
    <View className="card">
      <Cell
        id="line-order"
        label={t('line.order')}
        hint={id}
        value={state === null ? undefined : <StateChip {...orderChip(state, t)} />}
      />
    </View>
  );
}

/** From what an order line's commission was computed. */
function Earned({ line, rule }: { line: CommissionExplanationReply; rule: RuleFacts }) {
  const t = useText();
  return (
    <>
      <View className="card card--padded">
        <Text className="card__title">{t('line.formula')}</Text>
        <Text className="line__formula">{formulaText(line, t)}</Text>
        {line.formula.reversedFen > 0 && (
          <Text className="line__text">
            {t('line.reversed', { amount: formatFen(line.formula.reversedFen) })}
          </Text>
        )}
        {line.attributionCode !== null && (
          <Text className="line__small">{t(`attribution.${line.attributionCode}`)}</Text>
        )}
      </View>
      <Facts title={t('line.visits')} facts={visitFacts(line, t)} empty={t('line.noVisits')} />
      {line.binding !== null && (
        <View className="card">
          <Cell
            label={t('line.binding')}
            hint={t('line.bindingText', {
              from: formatTime(line.binding.boundAt),
              to: formatTime(line.binding.expiresAt),
            })}
          />
        </View>
      )}
      <Rule line={line} rule={rule} />
    </>
  );
}

interface ExplanationProps {
  line: CommissionExplanationReply;
  reread: () => Promise<CommissionExplanationReply>;
}

function Explanation({ line, reread }: ExplanationProps) {
  const t = useText();
  return (
    <>
      <View className="line__head">
        <StateChip {...commissionChip(line.state, t)} />
        <Price amountFen={line.amountFen} size="xl" tone={line.amountFen > 0 ? 'brand' : 'plain'} />
        <Text className="line__text">{lineReason(line, t)}</Text>
        {line.productTitle !== '' && <Text className="line__small">{line.productTitle}</Text>}
      </View>
      {line.orderId !== null && <Order id={line.orderId} state={line.orderState} />}
      {line.rule === null ? <Adjusted /> : <Earned line={line} rule={line.rule} />}
      <Facts title={t('line.events')} facts={eventFacts(line, t)} empty="" />
      <Facts
        title={t('line.transfers')}
        facts={transferFacts(line.transfers, t)}
        empty={t('line.noTransfers')}
      />
      <Proof line={line} reread={reread} />
    </>
  );
}

/** Why a line of commission is what it is: every fact from which it can be computed again. */
export default function LinePage() {
  const t = useText();
  const { id = '' } = useRouter().params;
  const line = useCall('shop.commission', { params: { id } }, { enabled: id !== '' });
  useRefresh(line.refetch);
  return (
    <Page title={t('title.line')}>
      <Boundary read={line} skeleton={<Skeleton kind="rows" />}>
        {(found) => <Explanation line={found} reread={() => readAgain(line)} />}
      </Boundary>
    </Page>
  );
}
