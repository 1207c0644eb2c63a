import { useState } from 'react';
import { useReachBottom } from '@tarojs/taro';
import { Text, View } from '@tarojs/components';
import { REAL_NAME_MAX } from '@tuanlink/shared/limits';
import { fenToYuan } from '@tuanlink/shared/money';
import type { TaxReply, WithdrawalPreviewReply, WithdrawalReply } from '@tuanlink/shared/replies';
import { formatTime, recentMonths } from '@tuanlink/shared/time';
import { Boundary } from '../../../components/boundary/boundary';
import { Button } from '../../../components/button/button';
import { Cell } from '../../../components/cell/cell';
import { Field } from '../../../components/field/field';
import { Page } from '../../../components/page/page';
import { Price } from '../../../components/price/price';
import { Skeleton } from '../../../components/skeleton/skeleton';
import { StateChip } from '../../../components/state-chip/state-chip';
import { EmptyState } from '../../../components/states/states';
import { useCall, useList } from '../../../hooks/use-call';
import { useRefresh } from '../../../hooks/use-refresh';
import { useText } from '../../../hooks/use-text';
import { withdrawalChip } from '../../../i18n/state-texts';
import { clock } from '../../../store/clock';
import { amountOf, amountProblem, isName, limitText, needsName, nextText, taxRows } from './model';
import { useWithdraw } from './use-withdraw';
import './index.scss';

type Commands = ReturnType<typeof useWithdraw>;

function TaxTable({ tax, fixed }: { tax: TaxReply; fixed: boolean }) {
  const t = useText();
  return (
    <View className="withdraw__tax">
      {taxRows(tax, fixed, t).map(({ label, fen, sum }) => (
        <View key={label} className={`withdraw__row ${sum ? 'withdraw__row--sum' : ''}`}>
          <Text className="withdraw__label">{label}</Text>
          <Price amountFen={fen} size={sum ? 'm' : 's'} tone="plain" />
        </View>
      ))}
    </View>
  );
}

/** What the typed amount would come to; asked for as it stands there. */
function TaxPreview({ amountFen }: { amountFen: number }) {
  const t = useText();
  const preview = useCall('shop.withdrawal.preview', { query: { amountFen } });
  const tax = preview.data?.tax;
  return tax === undefined || tax === null ? null : (
    <View className="card card--padded">
      <Text className="card__title">{t('withdraw.tax')}</Text>
      <TaxTable tax={tax} fixed={false} />
    </View>
  );
}

interface NamePartProps {
  terms: WithdrawalPreviewReply;
  value: string | null;
  problem: string | undefined;
  onChange: (value: string | null) => void;
}

/** The real name: shown masked once it is known, and typed where it is not, or is to be another one. */
function NamePart({ terms, value, problem, onChange }: NamePartProps) {
  const t = useText();
  const { realNameMasked, realNameFromFen } = terms;
  if (realNameMasked !== null && value === null) {
    return (
      <Cell
        label={t('withdraw.name')}
        hint={t('withdraw.name.kept', { name: realNameMasked })}
        value={t('withdraw.name.change')}
        onTap={() => onChange('')}
      />
    );
  }
  return (
    <>
      <Field
        id="withdraw-name"
        label={t('withdraw.name')}
        placeholder={t('withdraw.name.placeholder')}
        value={value ?? ''}
        maxLength={REAL_NAME_MAX}
        problem={problem}
        onChange={onChange}
      />
      <Text className="withdraw__hint">{t('withdraw.name.hint', { from: fenToYuan(realNameFromFen) })}</Text>
    </>
  );
}

interface AmountPartProps {
  terms: WithdrawalPreviewReply;
  text: string;
  /** Whether what is wrong is shown even before anything was typed. */
  strict: boolean;
  onChange: (text: string) => void;
}

function AmountPart({ terms, text, strict, onChange }: AmountPartProps) {
  const t = useText();
  const wrong = amountProblem(text, terms);
  const most = limitText(terms, t);
  return (
    <>
      <Field
        id="withdraw-amount"
        label={t('withdraw.amount')}
        placeholder={t('withdraw.amount.placeholder', { min: fenToYuan(terms.minFen) })}
        value={text}
        maxLength={12}
        problem={(strict || text !== '') && wrong !== null ? t(wrong.key, wrong.values) : undefined}
        onChange={onChange}
      />
      <View className="withdraw__all">
        <Button
          kind="text"
          id="withdraw-all"
          disabled={terms.maxFen === 0}
          onTap={() => onChange(fenToYuan(terms.maxFen))}
        >
          {t('withdraw.all')}
        </Button>
      </View>
      {most !== null && <Text className="withdraw__hint">{most}</Text>}
    </>
  );
}

function Ask({ terms, commands }: { terms: WithdrawalPreviewReply; commands: Commands }) {
  const t = useText();
  const [text, setText] = useState('');
  const [name, setName] = useState<string | null>(null);
  const [strict, setStrict] = useState(false);
  const amountFen = amountOf(text);
  const wrong = amountProblem(text, terms);
  const typed = name !== null && name.trim() !== '';
  const nameWrong = typed ? !isName(name) : needsName(terms, amountFen ?? 0);

  function submit() {
    setStrict(true);
    if (amountFen === null || wrong !== null || nameWrong) return;
    commands.request(amountFen, typed ? name : null, () => {
      setText('');
      setName(null);
      setStrict(false);
    });
  }

  return (
    <>
      <View className="card">
        <AmountPart terms={terms} text={text} strict={strict} onChange={setText} />
        <Cell label={t('withdraw.to')} hint={t('withdraw.to.value')} />
        <NamePart
          terms={terms}
          value={name}
          problem={strict && nameWrong ? t('withdraw.problem.name') : undefined}
          onChange={setName}
        />
      </View>
      {amountFen !== null && wrong === null && <TaxPreview amountFen={amountFen} />}
      {commands.unknown && <Text className="withdraw__hint">{t('withdraw.unknown')}</Text>}
      <View className="withdraw__submit">
        <Button
          kind="main"
          size="l"
          block
          id="withdraw-submit"
          busy={commands.busy === 'request'}
          onTap={submit}
        >
          {t('withdraw.submit')}
        </Button>
      </View>
    </>
  );
}

function One({ withdrawal, commands }: { withdrawal: WithdrawalReply; commands: Commands }) {
  const t = useText();
  const { id, amountFen, state, tax, taxFixed, confirmation, requestedAt } = withdrawal;
  return (
    <View className="card card--padded">
      <View className="withdraw__row">
        <Price amountFen={amountFen} size="l" tone="plain" />
        <StateChip {...withdrawalChip(state, t)} />
      </View>
      <Text className="withdraw__next">{nextText(withdrawal, t)}</Text>
      {tax.taxFen > 0 && <TaxTable tax={tax} fixed={taxFixed} />}
      <Text className="withdraw__label">{formatTime(requestedAt)}</Text>
      {confirmation !== null && (
        <View className="withdraw__do">
          <Button kind="main" block busy={commands.busy === id} onTap={() => commands.take(withdrawal)}>
            {t('withdraw.take')}
          </Button>
        </View>
      )}
      {state === 'paid' && <Receipt id={id} commands={commands} />}
    </View>
  );
}

const receiptFiles = [
  { kind: 'pdf', route: 'shop.withdrawal.receipt' },
  { kind: 'csv', route: 'shop.withdrawal.receipt.csv' },
] as const;

/** Proof of one paid withdrawal, to read and to reckon with. */
function Receipt({ id, commands }: { id: string; commands: Commands }) {
  const t = useText();
  const buttons = receiptFiles.map(({ kind, route }) => {
    const name = `receipt-${id}.${kind}`;
    return (
      <Button
        key={kind}
        id={`receipt-${kind}-${id}`}
        label={t(`withdraw.receipt.${kind}.label`)}
        busy={commands.busy === name}
        onTap={() => commands.open(route, { params: { id } }, name)}
      >
        {t(`withdraw.statement.${kind}`)}
      </Button>
    );
  });
  return (
    <Cell
      icon="list"
      label={t('withdraw.receipt')}
      value={<View className="withdraw__files">{buttons}</View>}
    />
  );
}

/** Months whose statements are offered: this one and the two before. */
const STATEMENT_MONTHS = 3;
const statementFiles = [
  { kind: 'pdf', route: 'shop.statement.pdf' },
  { kind: 'csv', route: 'shop.statement.csv' },
] as const;

function Statement({ month, commands }: { month: string; commands: Commands }) {
  const t = useText();
  const buttons = statementFiles.map(({ kind, route }) => {
    const name = `statement-${month}.${kind}`;
    return (
      <Button
        key={kind}
        id={`statement-${kind}-${month}`}
        label={t(`withdraw.statement.${kind}.label`, { month })}
        busy={commands.busy === name}
        onTap={() => commands.open(route, { query: { month } }, name)}
      >
        {t(`withdraw.statement.${kind}`)}
      </Button>
    );
  });
  return <Cell icon="list" label={month} value={<View className="withdraw__files">{buttons}</View>} />;
}

/** The papers of the last months, each to read and to reckon with. */
function Statements({ commands }: { commands: Commands }) {
  return (
    <View className="card">
      {recentMonths(new Date(clock.now()), STATEMENT_MONTHS).map((month) => (
        <Statement key={month} month={month} commands={commands} />
      ))}
    </View>
  );
}

/** What became of earlier requests. */
function Requests({
  list,
  commands,
}: {
  list: ReturnType<typeof useList<'shop.withdrawals'>>;
  commands: Commands;
}) {
  const t = useText();
  return (
    <Boundary read={list} skeleton={<Skeleton kind="rows" />}>
      {(items) =>
        items.length === 0 ? (
          <EmptyState icon="wallet" title={t('withdraw.empty')} />
        ) : (
          <>
            {items.map((item) => (
              <One key={item.id} withdrawal={item} commands={commands} />
            ))}
            <Text className="list-end">{t(list.hasMore ? 'list.more' : 'list.end')}</Text>
          </>
        )
      }
    </Boundary>
  );
}

/** From what is available to the wallet: the form, what became of earlier requests, and the papers. */
export default function WithdrawPage() {
  const t = useText();
  const terms = useCall('shop.withdrawal.preview', {});
  const list = useList('shop.withdrawals', {});
  const again = () => Promise.all([terms.refetch(), list.refetch()]);
  const commands = useWithdraw(() => void again());
  useRefresh(again);
  useReachBottom(list.loadMore);
  return (
    <Page title={t('title.withdraw')}>
      <Boundary read={terms} skeleton={<Skeleton kind="rows" />}>
        {(found) => (
          <>
            <View className="card card--padded">
              <Text className="withdraw__label">{t('withdraw.available')}</Text>
              <Price amountFen={found.availableFen} size="xl" />
            </View>
            {found.distributorState === 'approved' ? (
              <Ask terms={found} commands={commands} />
            ) : (
              <EmptyState icon="warning" title={t('withdraw.blocked')} />
            )}
            <Text className="withdraw__section">{t('withdraw.list')}</Text>
            <Requests list={list} commands={commands} />
            <Text className="withdraw__section">{t('withdraw.statement')}</Text>
            <Statements commands={commands} />
          </>
        )}
      </Boundary>
    </Page>
  );
}
