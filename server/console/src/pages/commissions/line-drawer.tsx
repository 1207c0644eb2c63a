import { Timeline } from 'antd';
import { Link } from 'react-router';
import type { CommissionExplanationReply } from '@tuanlink/shared/replies';
import { readAgain, useCall } from '../../api/queries';
import { Amount } from '../../components/amount';
import { DetailDrawer, Section } from '../../components/detail-drawer';
import { Facts } from '../../components/facts';
import { IdText } from '../../components/id-text';
import { Moment } from '../../components/moment';
import { PendingState } from '../../components/page-state';
import { SmallTable } from '../../components/small-table';
import { StateTag } from '../../components/state-tag';
import { TransferTable } from '../../components/transfer-table';
import { openText } from '../../i18n/text';
import { useText } from '../../i18n/use-text';
import { formulaText, remainingFen } from './model';
import { ProofSection } from './proof-section';

type Line = CommissionExplanationReply;

function Summary({ line }: { line: Line }) {
  const { t } = useText();
  return (
    <Facts
      items={[
        { label: t('commission.id'), value: <IdText id={line.id} full /> },
        { label: t('commission.state'), value: <StateTag kind="commission" state={line.state} /> },
        { label: t('commission.product'), value: line.productTitle || '—' },
        {
          label: t('commission.order'),
          value:
            line.orderId === null ? (
              '—'
            ) : (
              <Link to={`/orders?order=${line.orderId}`} className="mono break">
                {line.orderId}
              </Link>
            ),
        },
        ...(line.attributionCode === null
          ? []
          : [{ label: t('commission.attribution'), value: t(`attribution.${line.attributionCode}`) }]),
        { label: t('commission.reason'), value: t(`reason.${line.reasonCode}`) },
        ...(line.note === undefined ? [] : [{ label: t('commission.note'), value: line.note }]),
        { label: t('commission.at'), value: <Moment at={line.at} seconds /> },
        { label: t('commission.availableAt'), value: <Moment at={line.availableAt} seconds /> },
      ]}
    />
  );
}

function Formula({ line }: { line: Line }) {
  const { t } = useText();
  return (
    <Section title={t('commission.formula')}>
      <div className="panel" data-testid="commission-formula">
        <div className="num" style={{ fontSize: 18, whiteSpace: 'normal' }}>
          {formulaText(line.formula)}
        </div>
        <div className="soft">
          {t('commission.rounding')}
          {line.rateSource !== null && ` · ${t(`rateSource.${line.rateSource}`)}`}
          {line.buyer !== null && ` · ${t(`buyer.${line.buyer}`)}`}
        </div>
        {line.formula.reversedFen !== 0 && (
          <div>
            {t('commission.reversed')} <Amount fen={line.formula.reversedFen} />
            {' · '}
            {t('commission.remaining')} <Amount fen={remainingFen(line.formula)} strong />
          </div>
        )}
      </div>
    </Section>
  );
}

function Rule({ rule, binding }: { rule: NonNullable<Line['rule']>; binding: Line['binding'] }) {
  const { t } = useText();
  const days = (count: number) => t('duration.days', { count });
  return (
    <Section title={t('commission.rule', { version: rule.version })}>
      <Facts
        items={[
          { label: t('rule.effectiveAt'), value: <Moment at={rule.effectiveAt} /> },
          { label: t('rule.visitWindow'), value: days(rule.visitWindowDays) },
          { label: t('rule.binding'), value: days(rule.bindingDays) },
          { label: t('rule.protection'), value: days(rule.protectionDays) },
          { label: t('rule.touched'), value: days(rule.touchedDays) },
          {
            label: t('rule.bound'),
            value: binding ? (
              <>
                <Moment at={binding.boundAt} /> – <Moment at={binding.expiresAt} />
              </>
            ) : (
              t('rule.notBound')
            ),
          },
        ]}
      />
    </Section>
  );
}

function Visits({ visits }: { visits: Line['visits'] }) {
  const { t } = useText();
  return (
    <Section title={t('commission.visits')}>
      <SmallTable
        label={t('commission.visits')}
        rows={visits}
        keyOf={(visit) => `${visit.at}.${visit.shareToken}`}
        emptyText={t('commission.noVisits')}
        columns={[
          { title: t('visit.at'), render: (_, visit) => <Moment at={visit.at} seconds /> },
          { title: t('visit.share'), dataIndex: 'shareToken', className: 'mono' },
          { title: t('visit.channel'), render: (_, visit) => openText(t, 'channel', visit.channel) },
          { title: t('visit.whose'), render: (_, visit) => t(visit.mine ? 'visit.mine' : 'visit.other') },
        ]}
      />
    </Section>
  );
}

function Events({ events }: { events: Line['events'] }) {
  const { t } = useText();
  return (
    <Section title={t('commission.events')}>
      <Timeline
        items={events.map((event, index) => ({
          key: index,
          content: (
            <div>
              <span className="row">
                {event.from && <StateTag kind="commission" state={event.from} />}
                {event.from && '→'}
                <StateTag kind="commission" state={event.to} />
                {t(`reason.${event.reasonCode}`)}
              </span>
              <div className="soft">
                <Moment at={event.at} seconds />
              </div>
            </div>
          ),
        }))}
      />
    </Section>
  );
}

/** Why a line earns what it earns: everything from which it can be computed again. */
export function LineDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { t } = useText();
  const query = useCall('console.commission', { params: { id: id ?? '' } }, { enabled: id !== undefined });
  const line = query.data;
  return (
    <DetailDrawer open={id !== undefined} title={t('commission.detail')} onClose={onClose}>
      {line ? (
        <>
          <Summary line={line} />
          {line.rule !== null && (
            <>
              <Formula line={line} />
              <Rule rule={line.rule} binding={line.binding} />
              <Visits visits={line.visits} />
            </>
          )}
          <Events events={line.events} />
          <Section title={t('commission.transfers')}>
            <TransferTable transfers={line.transfers} emptyText={t('commission.noTransfers')} />
          </Section>
          <ProofSection key={line.id} line={line} reread={() => readAgain(query)} />
        </>
      ) : (
        <PendingState query={query} />
      )}
    </DetailDrawer>
  );
}
