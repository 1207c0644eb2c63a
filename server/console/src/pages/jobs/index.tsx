import { Button } from 'antd';
import type { TableColumnsType } from 'antd';
import type { JobReply } from '@tuanlink/shared/replies';
import { useCall, useCommand } from '../../api/queries';
import { useMay } from '../../app/session';
import { DataList, PageFrame, RefreshButton } from '../../components/data-list';
import { StateTabs } from '../../components/filters';
import { IdText } from '../../components/id-text';
import { oneOf } from '../../components/list-url.model';
import { Moment } from '../../components/moment';
import { StateTag, stateKey } from '../../components/state-tag';
import { useListUrl } from '../../components/use-list-url';
import { useReport } from '../../components/use-report';
import { openText } from '../../i18n/text';
import type { Translate } from '../../i18n/text';
import { useText } from '../../i18n/use-text';
import { canRetry, jobStates, payloadText } from './model';
import './jobs.css';

function RetryButton({ job }: { job: JobReply }) {
  const { t } = useText();
  const report = useReport();
  const retry = useCommand('console.job.retry', ['console.jobs']);
  return (
    <Button
      size="small"
      loading={retry.isPending}
      onClick={() =>
        retry.mutate(
          { params: { id: job.id }, body: {} },
          { onSuccess: () => report.done('job.retried'), onError: report.failed },
        )
      }
      data-testid="job-retry"
    >
      {t('job.retry')}
    </Button>
  );
}

function columnsOf(t: Translate, mayRetry: boolean): TableColumnsType<JobReply> {
  return [
    { title: t('job.id'), render: (_, job) => <IdText id={job.id} /> },
    { title: t('job.topic'), render: (_, job) => openText(t, 'topic', job.topic) },
    { title: t('job.state'), render: (_, job) => <StateTag kind="job" state={job.state} /> },
    { title: t('job.dueAt'), render: (_, job) => <Moment at={job.dueAt} seconds /> },
    { title: t('job.attempts'), align: 'right', dataIndex: 'attempts', className: 'num' },
    {
      title: t('job.lastError'),
      render: (_, job) => <div className="job-error">{job.lastError ?? <span className="soft">—</span>}</div>,
    },
    ...(mayRetry
      ? [
          {
            title: t('list.actions'),
            fixed: 'end' as const,
            render: (_: unknown, job: JobReply) => canRetry(job.state) && <RetryButton job={job} />,
          },
        ]
      : []),
  ];
}

/** Background jobs: those that gave up and can be run again, and those that wait for their time. */
export function JobsPage() {
  const { t } = useText();
  const may = useMay();
  const url = useListUrl();
  const state = oneOf(url.get('state'), jobStates);
  const query = useCall('console.jobs', { query: { state, ...url.page } }, { keep: true });
  return (
    <PageFrame title={t('menu.jobs')} tools={<RefreshButton query={query} />}>
      <StateTabs
        value={state}
        states={jobStates}
        text={(value) => t(stateKey('job', value))}
        onChange={(value) => url.filter({ state: value })}
      />
      <DataList
        query={query}
        columns={columnsOf(t, may('console.job.retry'))}
        url={url}
        filters={['state']}
        emptyText={t('job.empty')}
        label={t('menu.jobs')}
        expandable={{
          expandedRowRender: (job) => <pre className="job-payload">{payloadText(job.payload)}</pre>,
        }}
      />
    </PageFrame>
  );
}
