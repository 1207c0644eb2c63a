import type { TableColumnsType } from 'antd';
import { Link } from 'react-router';
import type { ExceptionReply } from '@tuanlink/shared/replies';
import { exceptionKinds } from '@tuanlink/shared/states';
import { useCall } from '../../api/queries';
import { Amount } from '../../components/amount';
import { DataList, PageFrame, RefreshButton } from '../../components/data-list';
import { StateTabs } from '../../components/filters';
import { IdText } from '../../components/id-text';
import { oneOf } from '../../components/list-url.model';
import { Moment } from '../../components/moment';
import { useListUrl } from '../../components/use-list-url';
import type { Translate } from '../../i18n/text';
import { useText } from '../../i18n/use-text';
import { detailText, exceptionAdvice, exceptionText, placeOfException } from './model';

function columnsOf(t: Translate): TableColumnsType<ExceptionReply> {
  return [
    { title: t('exception.kind'), render: (_, row) => t(exceptionText(row.kind)) },
    { title: t('exception.since'), render: (_, row) => <Moment at={row.since} seconds /> },
    {
      title: t('exception.amount'),
      align: 'right',
      render: (_, row) => <Amount fen={row.amountFen} strong />,
    },
    { title: t('exception.subject'), render: (_, row) => <IdText id={row.subjectId} /> },
    {
      title: t('exception.do'),
      render: (_, row) => <div style={{ maxWidth: 420 }}>{t(exceptionAdvice(row.kind))}</div>,
    },
    {
      title: t('exception.detail'),
      render: (_, row) => <span className="soft break">{detailText(t, row)}</span>,
    },
    {
      title: t('list.actions'),
      fixed: 'end' as const,
      render: (_, row) => <Link to={placeOfException(row)}>{t('action.open')}</Link>,
    },
  ];
}

/** What must not be left lying. Normally it is empty. */
export function ExceptionsPage() {
  const { t } = useText();
  const url = useListUrl();
  const kind = oneOf(url.get('kind'), exceptionKinds);
  const counts = useCall('console.exceptions.counts', {});
  const query = useCall('console.exceptions', { query: { kind, ...url.page } }, { keep: true });
  const countOf = (of: string) => counts.data?.kinds.find((each) => each.kind === of)?.count ?? 0;
  const shown = exceptionKinds.filter((each) => each === kind || countOf(each) > 0);
  return (
    <PageFrame title={t('menu.exceptions')} tools={<RefreshButton query={query} />}>
      <StateTabs
        value={kind}
        states={shown}
        text={(value) => `${t(exceptionText(value))} ${countOf(value)}`}
        onChange={(value) => url.filter({ kind: value })}
      />
      <DataList
        query={query}
        columns={columnsOf(t)}
        url={url}
        filters={['kind']}
        emptyText={t('exception.empty')}
        label={t('menu.exceptions')}
      />
    </PageFrame>
  );
}
