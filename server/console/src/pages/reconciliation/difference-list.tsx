import { useState } from 'react';
import { Alert, Button } from 'antd';
import type { TableColumnsType } from 'antd';
import { Link } from 'react-router';
import type { DifferenceReply } from '@tuanlink/shared/replies';
import { canAskWechat, differenceKinds } from '@tuanlink/shared/states';
import { useCall, useCommand } from '../../api/queries';
import { useMay } from '../../app/session';
import { Amount } from '../../components/amount';
import { DataList } from '../../components/data-list';
import { Facts } from '../../components/facts';
import { ChoiceFilter, StateTabs } from '../../components/filters';
import { IdText, shortId } from '../../components/id-text';
import { oneOf } from '../../components/list-url.model';
import { Moment } from '../../components/moment';
import { StateTag, stateKey } from '../../components/state-tag';
import type { ListUrl } from '../../components/use-list-url';
import { useReport } from '../../components/use-report';
import { openText } from '../../i18n/text';
import type { Translate } from '../../i18n/text';
import { useText } from '../../i18n/use-text';
import { differenceAdvice, differenceText, factsOf, isAmount } from './model';
import type { ShownFact } from './model';
import { NoteDialog } from './note-dialog';

const states = ['open', 'resolved'] as const;

function AskButton({ difference }: { difference: DifferenceReply }) {
  const { t } = useText();
  const report = useReport();
  const ask = useCommand('console.difference.ask', [
    'console.differences',
    'console.reconciliation',
    'console.reconciliation.day',
    'console.exceptions',
    'console.exceptions.counts',
  ]);
  return (
    <Button
      size="small"
      loading={ask.isPending}
      onClick={() =>
        ask.mutate(
          { params: { id: difference.id }, body: {} },
          {
            onSuccess: ({ answer }) => report.done(`difference.outcome.${answer?.outcome ?? 'none'}`),
            onError: report.failed,
          },
        )
      }
      data-testid="difference-ask"
    >
      {t('difference.ask')}
    </Button>
  );
}

function FactValue({ fact, t }: { fact: ShownFact; t: Translate }) {
  const { as, key, value } = fact;
  if (as === 'amount') return <Amount fen={Number(value)} strong />;
  if (as === 'moment') return <Moment at={String(value)} seconds />;
  if (as === 'order') return <Link to={`/orders?order=${value}`}>{shortId(String(value))}</Link>;
  if (as === 'id') return <IdText id={String(value)} />;
  if (key === 'bill') return <>{openText(t, 'bill.kind', String(value))}</>;
  if (key === 'fault') return <>{openText(t, 'bill.fault', String(value))}</>;
  return <span className={key === 'text' ? 'mono break' : 'break'}>{value}</span>;
}

function Details({ difference }: { difference: DifferenceReply }) {
  const { t } = useText();
  const { facts, answer, note, resolvedBy, resolvedAt, state } = difference;
  const items = factsOf(facts).map((fact) => ({
    label: t(`difference.fact.${fact.key}` as Parameters<Translate>[0]),
    value: <FactValue fact={fact} t={t} />,
  }));
  const sums = (facts.sums ?? []).map(({ name, stated, counted }) => ({
    label: openText(t, 'bill.sum', name),
    value: isAmount(name) ? (
      <>
        <Amount fen={stated} /> / <Amount fen={counted} />
      </>
    ) : (
      `${stated} / ${counted}`
    ),
  }));
  const asked = answer && t('difference.answered', { state: answer.state });
  return (
    <div className="stack">
      {state === 'open' && <Alert type="info" showIcon title={t(differenceAdvice(difference.kind))} />}
      <Facts items={[...items, ...sums]} />
      {answer && (
        <div className="soft">
          <Moment at={answer.at} seconds /> {asked} {t(`difference.outcome.${answer.outcome}`)}
        </div>
      )}
      {state === 'resolved' && (
        <div className="soft">
          <Moment at={resolvedAt} seconds />{' '}
          {resolvedBy === null ? t('difference.vanished') : `${resolvedBy.name}: ${note ?? ''}`}
        </div>
      )}
    </div>
  );
}

function columnsOf(
  t: Translate,
  may: { ask: boolean; resolve: boolean },
  onResolve: (difference: DifferenceReply) => void,
): TableColumnsType<DifferenceReply> {
  return [
    { title: t('reconciliation.day'), render: (_, row) => <span className="num">{row.day}</span> },
    { title: t('difference.kind'), render: (_, row) => t(differenceText(row.kind)) },
    { title: t('difference.state'), render: (_, row) => <StateTag kind="difference" state={row.state} /> },
    {
      title: t('reconciliation.wechat'),
      align: 'right',
      render: (_, row) => <Amount fen={row.facts.wechatFen ?? null} />,
    },
    {
      title: t('reconciliation.ours'),
      align: 'right',
      render: (_, row) => <Amount fen={row.facts.ourFen ?? null} />,
    },
    {
      title: t('reconciliation.ledger'),
      align: 'right',
      render: (_, row) => <Amount fen={row.facts.ledgerFen ?? null} />,
    },
    { title: t('difference.subject'), render: (_, row) => <IdText id={row.subject} /> },
    {
      title: t('list.actions'),
      fixed: 'end' as const,
      render: (_, row) =>
        row.state === 'open' && (
          <div className="row actions">
            {may.ask && canAskWechat(row.kind) && <AskButton difference={row} />}
            {may.resolve && (
              <Button size="small" onClick={() => onResolve(row)} data-testid="difference-resolve">
                {t('difference.resolve')}
              </Button>
            )}
          </div>
        ),
    },
  ];
}

/** Differences, of one day or of all. */
export function DifferenceList({ url, day }: { url: ListUrl; day?: string }) {
  const { t } = useText();
  const may = useMay();
  const [noting, setNoting] = useState<DifferenceReply | null>(null);
  const state = oneOf(url.get('state'), states);
  const kind = oneOf(url.get('kind'), differenceKinds);
  const query = useCall('console.differences', { query: { day, state, kind, ...url.page } }, { keep: true });
  const mayDo = { ask: may('console.difference.ask'), resolve: may('console.difference.resolve') };
  return (
    <>
      <StateTabs
        value={state}
        states={states}
        text={(value) => t(stateKey('difference', value))}
        onChange={(value) => url.filter({ state: value })}
      />
      <div className="row">
        <ChoiceFilter
          label={t('difference.kind')}
          value={kind}
          options={differenceKinds.map((value) => ({ value, label: t(differenceText(value)) }))}
          onChange={(value) => url.filter({ kind: value })}
        />
      </div>
      <DataList
        query={query}
        columns={columnsOf(t, mayDo, setNoting)}
        url={url}
        filters={['state', 'kind']}
        emptyText={t('difference.empty')}
        label={t('reconciliation.differences')}
        expandable={{ expandedRowRender: (row) => <Details difference={row} /> }}
      />
      <NoteDialog difference={noting} onClose={() => setNoting(null)} />
    </>
  );
}
