import { Table } from 'antd';
import type { TableColumnsType } from 'antd';
import type { AuditEntryReply } from '@tuanlink/shared/replies';
import { useCall } from '../../api/queries';
import { Amount, Rate } from '../../components/amount';
import { DataList, PageFrame, RefreshButton } from '../../components/data-list';
import { ChoiceFilter, TextFilter } from '../../components/filters';
import { IdText } from '../../components/id-text';
import { oneOf } from '../../components/list-url.model';
import { Moment } from '../../components/moment';
import { useListUrl } from '../../components/use-list-url';
import { openText } from '../../i18n/text';
import type { Translate } from '../../i18n/text';
import { useText } from '../../i18n/use-text';
import { actionText, auditActions, changesOf, refusalOf, shownValue, subjectIdOf } from './model';
import type { Change } from './model';

function Value({ path, value }: { path: string; value: unknown }) {
  const shown = shownValue(path, value);
  if (shown.kind === 'none') return <span className="soft">—</span>;
  if (shown.kind === 'amount') return <Amount fen={shown.fen} />;
  if (shown.kind === 'rate') return <Rate bp={shown.bp} />;
  if (shown.kind === 'time') return <Moment at={shown.at} seconds />;
  return <span className="break">{shown.text}</span>;
}

function Changes({ entry }: { entry: AuditEntryReply }) {
  const { t, language } = useText();
  const refusal = refusalOf(entry, language);
  return (
    <div className="stack">
      {refusal !== null && (
        <div>
          {t('audit.code')}: {refusal}
        </div>
      )}
      <Table<Change>
        size="small"
        rowKey="path"
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        dataSource={changesOf(entry.before, entry.after)}
        locale={{ emptyText: t('audit.noChanges') }}
        columns={[
          { title: t('audit.field'), dataIndex: 'path', className: 'mono', width: 220 },
          { title: t('audit.before'), render: (_, { path, before }) => <Value path={path} value={before} /> },
          { title: t('audit.after'), render: (_, { path, after }) => <Value path={path} value={after} /> },
        ]}
      />
    </div>
  );
}

function SubjectId({ entry }: { entry: AuditEntryReply }) {
  const id = subjectIdOf(entry);
  return id === null ? <span className="soft">—</span> : <IdText id={id} />;
}

function columnsOf(t: Translate): TableColumnsType<AuditEntryReply> {
  return [
    { title: t('audit.at'), render: (_, entry) => <Moment at={entry.at} seconds /> },
    { title: t('audit.operator'), render: (_, entry) => entry.operator.name },
    { title: t('audit.action'), render: (_, entry) => actionText(t, entry.action) },
    { title: t('audit.subject'), render: (_, entry) => openText(t, 'subject', entry.subjectKind) },
    { title: t('audit.subjectId'), render: (_, entry) => <SubjectId entry={entry} /> },
    {
      title: t('audit.changed'),
      align: 'right',
      render: (_, entry) => <span className="num">{changesOf(entry.before, entry.after).length}</span>,
    },
  ];
}

/** Who did what to which thing, with each value before and after. */
export function AuditPage() {
  const { t } = useText();
  const url = useListUrl();
  const action = oneOf(url.get('action'), auditActions);
  const subjectId = url.get('subject');
  const query = useCall('console.audit', { query: { action, subjectId, ...url.page } }, { keep: true });
  return (
    <PageFrame title={t('menu.audit')} tools={<RefreshButton query={query} />}>
      <div className="row">
        <ChoiceFilter
          label={t('audit.byAction')}
          value={action}
          options={auditActions.map((value) => ({ value, label: actionText(t, value) }))}
          onChange={(value) => url.filter({ action: value })}
        />
        <TextFilter
          label={t('audit.bySubject')}
          value={subjectId}
          onChange={(value) => url.filter({ subject: value })}
        />
      </div>
      <DataList
        query={query}
        columns={columnsOf(t)}
        url={url}
        filters={['action', 'subject']}
        emptyText={t('audit.empty')}
        label={t('menu.audit')}
        expandable={{ expandedRowRender: (entry) => <Changes entry={entry} /> }}
      />
    </PageFrame>
  );
}
