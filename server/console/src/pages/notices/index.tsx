import type { TableColumnsType } from 'antd';
import type { NoticeRejectionReply } from '@tuanlink/shared/replies';
import { noticeFaults, noticeKinds } from '@tuanlink/shared/states';
import { useCall } from '../../api/queries';
import { DataList, PageFrame, RefreshButton } from '../../components/data-list';
import { ChoiceFilter, StateTabs } from '../../components/filters';
import { oneOf } from '../../components/list-url.model';
import { Moment } from '../../components/moment';
import { useListUrl } from '../../components/use-list-url';
import type { Translate } from '../../i18n/text';
import { useText } from '../../i18n/use-text';

function columnsOf(t: Translate): TableColumnsType<NoticeRejectionReply> {
  return [
    { title: t('notice.firstAt'), render: (_, row) => <Moment at={row.firstAt} seconds /> },
    { title: t('notice.lastAt'), render: (_, row) => <Moment at={row.lastAt} seconds /> },
    { title: t('notice.kind'), render: (_, row) => t(`notice.kind.${row.kind}`) },
    { title: t('notice.fault'), render: (_, row) => t(`notice.fault.${row.fault}`) },
    { title: t('notice.count'), align: 'right', dataIndex: 'count', className: 'num' },
    { title: t('notice.status'), align: 'right', dataIndex: 'status', className: 'num' },
    { title: t('notice.from'), dataIndex: 'remoteAddress', className: 'mono' },
    {
      title: t('notice.serial'),
      render: (_, row) => <span className="mono break">{row.serial || '—'}</span>,
    },
    { title: t('notice.bytes'), align: 'right', dataIndex: 'bodyBytes', className: 'num' },
  ];
}

/** What came to WeChat's addresses and was not believed: forged, out of time, or a key set wrong. */
export function NoticesPage() {
  const { t } = useText();
  const url = useListUrl();
  const kind = oneOf(url.get('kind'), noticeKinds);
  const fault = oneOf(url.get('fault'), noticeFaults);
  const query = useCall('console.noticeRejections', { query: { kind, fault, ...url.page } }, { keep: true });
  return (
    <PageFrame title={t('menu.notices')} tools={<RefreshButton query={query} />}>
      <p className="soft">{t('notice.hint')}</p>
      <StateTabs
        value={kind}
        states={noticeKinds}
        text={(value) => t(`notice.kind.${value}`)}
        onChange={(value) => url.filter({ kind: value })}
      />
      <ChoiceFilter
        label={t('notice.fault')}
        value={fault}
        options={noticeFaults.map((value) => ({ value, label: t(`notice.fault.${value}`) }))}
        onChange={(value) => url.filter({ fault: value })}
      />
      <DataList
        query={query}
        columns={columnsOf(t)}
        url={url}
        filters={['kind', 'fault']}
        emptyText={t('notice.empty')}
        label={t('menu.notices')}
      />
    </PageFrame>
  );
}
