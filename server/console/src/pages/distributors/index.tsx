import { useState } from 'react';
import { Button } from 'antd';
import type { TableColumnsType } from 'antd';
import { Link } from 'react-router';
import type { ConsoleDistributorReply } from '@tuanlink/shared/replies';
import { useCall } from '../../api/queries';
import { useMay } from '../../app/session';
import { DataList, PageFrame, RefreshButton } from '../../components/data-list';
import { StateTabs } from '../../components/filters';
import { IdText } from '../../components/id-text';
import { idParam, oneOf } from '../../components/list-url.model';
import { Amount, Rate } from '../../components/amount';
import { Moment } from '../../components/moment';
import { PersonName } from '../../components/person-name';
import { StateTag, stateKey } from '../../components/state-tag';
import { useListUrl } from '../../components/use-list-url';
import { useText } from '../../i18n/use-text';
import type { Translate } from '../../i18n/text';
import { DecisionDialog } from './decision-dialog';
import type { PendingDecision } from './decision-dialog';
import { DistributorDrawer } from './distributor-drawer';
import { MoneyDialog } from './money-dialogs';
import type { MoneyAction } from './money-dialogs';
import { decisionsFrom, distributorStates, isKnown } from './model';
import type { Decision } from './model';

interface DecisionsProps {
  distributor: ConsoleDistributorReply;
  onDecide: (pending: PendingDecision) => void;
}

function Decisions({ distributor, onDecide }: DecisionsProps) {
  const { t } = useText();
  const positive = (decision: Decision) => decision === 'approve' || decision === 'reinstate';
  return (
    <>
      {decisionsFrom(distributor.state).map((decision) => (
        <Button
          key={decision}
          size="small"
          type={positive(decision) ? 'primary' : 'default'}
          danger={!positive(decision)}
          onClick={() => onDecide({ decision, distributor })}
          data-testid={`distributor-${decision}`}
        >
          {t(`distributor.action.${decision}`)}
        </Button>
      ))}
    </>
  );
}

interface PendingMoney {
  action: MoneyAction;
  distributor: ConsoleDistributorReply;
}

/** What may be done about somebody's commission: their rate, an adjustment, the end of a review. */
function MoneyActions({
  distributor,
  onChoose,
}: {
  distributor: ConsoleDistributorReply;
  onChoose: (pending: PendingMoney) => void;
}) {
  const { t } = useText();
  const { state, reviewFen } = distributor;
  const actions: MoneyAction[] = [
    ...(isKnown(distributor) ? (['rate', 'adjust'] as const) : []),
    ...(state === 'suspended' && reviewFen > 0 ? (['void'] as const) : []),
  ];
  return (
    <>
      {actions.map((action) => (
        <Button
          key={action}
          size="small"
          danger={action === 'void'}
          onClick={() => onChoose({ action, distributor })}
          data-testid={`distributor-${action}`}
        >
          {t(`distributor.money.${action}`)}
        </Button>
      ))}
    </>
  );
}

interface ColumnOptions {
  t: Translate;
  /** Null for operators who may not decide. */
  onDecide: ((pending: PendingDecision) => void) | null;
  /** Null for operators who may not touch commission. */
  onMoney: ((pending: PendingMoney) => void) | null;
  /** Null for operators who may not see what was earned and paid. */
  onOpen: ((id: string) => void) | null;
  linesLinked: boolean;
}

function moneyColumnsOf({ t, linesLinked }: ColumnOptions): TableColumnsType<ConsoleDistributorReply> {
  return [
    {
      title: t('distributor.rate'),
      align: 'right',
      render: (_, row) => <Rate bp={row.rateBp} />,
    },
    {
      title: t('distributor.review'),
      align: 'right',
      render: (_, row) => (
        <div>
          {row.reviewFen === 0 ? <span className="soft">—</span> : <Amount fen={row.reviewFen} strong />}
          {linesLinked && (
            <div>
              <Link to={`/commissions?distributor=${row.id}`}>{t('distributor.lines')}</Link>
            </div>
          )}
        </div>
      ),
    },
  ];
}

function actionColumnsOf(options: ColumnOptions): TableColumnsType<ConsoleDistributorReply> {
  const { t, onDecide, onMoney, onOpen } = options;
  if (!onDecide && !onMoney && !onOpen) return [];
  return [
    {
      title: t('list.actions'),
      fixed: 'end' as const,
      render: (_: unknown, row) => (
        <div className="row actions-wide">
          {onOpen && isKnown(row) && (
            <Button size="small" onClick={() => onOpen(row.id)} data-testid="distributor-open">
              {t('action.detail')}
            </Button>
          )}
          {onMoney && <MoneyActions distributor={row} onChoose={onMoney} />}
          {onDecide && <Decisions distributor={row} onDecide={onDecide} />}
        </div>
      ),
    },
  ];
}

function columnsOf(options: ColumnOptions): TableColumnsType<ConsoleDistributorReply> {
  const { t } = options;
  return [
    {
      title: t('distributor.name'),
      render: (_, row) => (
        <div>
          <PersonName nickname={row.nickname} />
          <div>
            <IdText id={row.userId} />
          </div>
        </div>
      ),
    },
    { title: t('distributor.state'), render: (_, row) => <StateTag kind="distributor" state={row.state} /> },
    {
      title: t('distributor.intro'),
      render: (_, row) => <div className="words">{row.intro || <span className="soft">—</span>}</div>,
    },
    { title: t('distributor.appliedAt'), render: (_, row) => <Moment at={row.appliedAt} /> },
    {
      title: t('distributor.decidedAt'),
      render: (_, row) => (
        <div className="words">
          <Moment at={row.decidedAt} />
          {row.reason !== null && <div className="soft">{row.reason}</div>}
        </div>
      ),
    },
    ...moneyColumnsOf(options),
    ...actionColumnsOf(options),
  ];
}

/** Who sells for the shop and who asks to: the queue of applications and the register. */
export function DistributorsPage() {
  const { t } = useText();
  const may = useMay();
  const url = useListUrl();
  const [pending, setPending] = useState<PendingDecision | null>(null);
  const [money, setMoney] = useState<PendingMoney | null>(null);
  const state = oneOf(url.get('state'), distributorStates);
  const query = useCall('console.distributors', { query: { state, ...url.page } }, { keep: true });
  const columns = columnsOf({
    t,
    onDecide: may('console.distributor.approve') ? setPending : null,
    onMoney: may('console.distributor.adjust') ? setMoney : null,
    onOpen: may('console.statement') ? (id) => url.put('distributor', id) : null,
    linesLinked: may('console.commissions'),
  });
  return (
    <PageFrame title={t('menu.distributors')} tools={<RefreshButton query={query} />}>
      <StateTabs
        value={state}
        states={distributorStates}
        text={(value) => t(stateKey('distributor', value))}
        onChange={(value) => url.filter({ state: value })}
      />
      <DataList
        query={query}
        columns={columns}
        url={url}
        filters={['state']}
        emptyText={t('distributor.empty')}
        label={t('menu.distributors')}
      />
      {money && <MoneyDialog {...money} onClose={() => setMoney(null)} />}
      <DecisionDialog pending={pending} onClose={() => setPending(null)} />
      {may('console.statement') && (
        <DistributorDrawer
          id={idParam(url.get('distributor'))}
          onClose={() => url.put('distributor', undefined)}
        />
      )}
    </PageFrame>
  );
}
