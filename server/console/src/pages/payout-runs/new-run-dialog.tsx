import { useState } from 'react';
import { Alert, Checkbox, Modal, Tag } from 'antd';
import type { TableColumnsType } from 'antd';
import type { PayoutCandidateReply, PayoutPreviewReply } from '@tuanlink/shared/replies';
import { useCall, useCommand } from '../../api/queries';
import { Amount } from '../../components/amount';
import { Facts } from '../../components/facts';
import { PendingState } from '../../components/page-state';
import { SmallTable } from '../../components/small-table';
import { useReport } from '../../components/use-report';
import { useText } from '../../i18n/use-text';
import type { Translate } from '../../i18n/text';
import { requestColumns } from '../withdrawals/columns';
import { chosenOf, exceptionsFirst, payable, runBody, sumsOf } from './model';

/** Pixels of the list after which it scrolls below its heading. */
const LIST_HEIGHT = 360;

interface Choice {
  leftOut: ReadonlySet<string>;
  onChange: (leftOut: ReadonlySet<string>) => void;
}

function columnsOf(t: Translate, { leftOut, onChange }: Choice): TableColumnsType<PayoutCandidateReply> {
  const set = (id: string, included: boolean) => {
    const next = new Set(leftOut);
    if (included) next.delete(id);
    else next.add(id);
    onChange(next);
  };
  return [
    {
      title: t('payoutRun.include'),
      render: (_, { id, exceptions, distributor }) => (
        <Checkbox
          aria-label={t('payoutRun.includeOf', { name: distributor.nickname || t('order.noName') })}
          checked={exceptions.length === 0 && !leftOut.has(id)}
          disabled={exceptions.length > 0}
          onChange={({ target }) => set(id, target.checked)}
          data-testid="payout-include"
        />
      ),
    },
    {
      title: t('payoutRun.exceptions'),
      render: (_, { exceptions }) =>
        exceptions.length === 0 ? (
          t('payoutRun.fine')
        ) : (
          <Tag color="error" className="wrap">
            {exceptions.map((exception) => t(`payoutException.${exception}`)).join(t('list.comma'))}
          </Tag>
        ),
    },
    ...requestColumns<PayoutCandidateReply>(t),
  ];
}

/** Takes all in or leaves all out, and says how many are in. */
function ChooseAll({ preview, choice }: { preview: PayoutPreviewReply; choice: Choice }) {
  const { t } = useText();
  const all = payable(preview.candidates);
  const count = chosenOf(preview.candidates, choice.leftOut).length;
  return (
    <Checkbox
      checked={count > 0 && count === all.length}
      indeterminate={count > 0 && count < all.length}
      onChange={({ target }) => choice.onChange(new Set(target.checked ? [] : all.map(({ id }) => id)))}
      data-testid="payout-include-all"
    >
      {t('payoutRun.chosen', { count, all: all.length })}
    </Checkbox>
  );
}

function Preview({ preview, choice }: { preview: PayoutPreviewReply; choice: Choice }) {
  const { t } = useText();
  const sums = sumsOf(chosenOf(preview.candidates, choice.leftOut));
  return (
    <div className="stack">
      <Facts
        columns={3}
        items={[
          { label: t('payoutRun.amount'), value: <Amount fen={sums.amountFen} strong /> },
          { label: t('payoutRun.tax'), value: <Amount fen={sums.taxFen} /> },
          { label: t('payoutRun.net'), value: <Amount fen={sums.netFen} /> },
        ]}
      />
      {preview.moreCount > 0 && (
        <Alert type="info" showIcon title={t('payoutRun.more', { count: preview.moreCount })} />
      )}
      {payable(preview.candidates).length > 0 && <ChooseAll preview={preview} choice={choice} />}
      <SmallTable
        label={t('menu.withdrawals')}
        rows={exceptionsFirst(preview.candidates)}
        keyOf={({ id }) => id}
        columns={columnsOf(t, choice)}
        emptyText={t('payoutRun.nobody')}
        height={LIST_HEIGHT}
      />
    </div>
  );
}

interface NewRunDialogProps {
  open: boolean;
  onClose: () => void;
  onMade: (id: string) => void;
}

/** What a new run would hold, with the choice to leave some out; whoever makes it cannot approve it. */
export function NewRunDialog({ open, onClose, onMade }: NewRunDialogProps) {
  const { t } = useText();
  const report = useReport();
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set());
  const query = useCall('console.payoutRun.preview', {}, { enabled: open });
  const create = useCommand('console.payoutRun.create', [
    'console.payoutRuns',
    'console.payoutRun.preview',
    'console.withdrawals',
  ]);
  const preview = query.data;
  const candidates = preview?.candidates ?? [];
  const make = () =>
    create.mutate(
      { body: runBody(candidates, leftOut) },
      {
        onSuccess: (run) => {
          report.done('payoutRun.made');
          onMade(run.id);
        },
        onError: (error) => {
          report.failed(error);
          // Somebody else may have dealt with one of them meanwhile.
          void query.refetch();
        },
      },
    );
  return (
    <Modal
      open={open}
      width={960}
      title={t('payoutRun.new')}
      okText={t('payoutRun.make')}
      okButtonProps={{
        disabled: chosenOf(candidates, leftOut).length === 0,
        loading: create.isPending,
        'data-testid': 'payout-run-make',
      }}
      onCancel={onClose}
      onOk={make}
      afterClose={() => setLeftOut(new Set())}
      destroyOnHidden
    >
      {preview ? (
        <Preview preview={preview} choice={{ leftOut, onChange: setLeftOut }} />
      ) : (
        <PendingState query={query} />
      )}
    </Modal>
  );
}
