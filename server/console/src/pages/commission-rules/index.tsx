import { useState } from 'react';
import { Alert, Button, Tag } from 'antd';
import type { TableColumnsType } from 'antd';
import { Link } from 'react-router';
import type { CommissionRulesReply } from '@tuanlink/shared/replies';
import { useCall } from '../../api/queries';
import { useMay } from '../../app/session';
import { DataList, PageFrame, RefreshButton } from '../../components/data-list';
import { Moment } from '../../components/moment';
import { useListUrl } from '../../components/use-list-url';
import type { Translate } from '../../i18n/text';
import { useText } from '../../i18n/use-text';
import { ratesText } from './model';
import { ProposeDialog } from './propose-dialog';

function columnsOf(t: Translate): TableColumnsType<CommissionRulesReply> {
  const days = (count: number) => t('duration.days', { count });
  return [
    { title: t('rules.version'), render: (_, rules) => <span className="num">v{rules.version}</span> },
    { title: t('rules.state'), render: (_, rules) => <Tag>{t(`rules.state.${rules.state}`)}</Tag> },
    { title: t('rules.effectiveAt'), render: (_, rules) => <Moment at={rules.effectiveAt} /> },
    { title: t('rules.announcedAt'), render: (_, rules) => <Moment at={rules.announcedAt} /> },
    {
      title: t('rules.rates'),
      align: 'right',
      render: (_, rules) => <span className="num">{ratesText(rules)}</span>,
    },
    { title: t('rules.visitWindowDays'), align: 'right', render: (_, rules) => days(rules.visitWindowDays) },
    { title: t('rules.bindingDays'), align: 'right', render: (_, rules) => days(rules.bindingDays) },
    { title: t('rules.protectionDays'), align: 'right', render: (_, rules) => days(rules.protectionDays) },
  ];
}

/** The shop-wide rules of commission by version: what is in force, what was announced, what was. */
export function CommissionRulesPage() {
  const { t } = useText();
  const may = useMay();
  const url = useListUrl();
  const [open, setOpen] = useState(false);
  const query = useCall('console.rules', { query: { ...url.page } }, { keep: true });
  const waiting = useCall(
    'console.approvals',
    { query: { kind: 'commission.rules', state: 'pending', limit: 1 } },
    { enabled: may('console.approvals') },
  );
  const tools = (
    <>
      {may('console.rules.propose') && (
        <Button type="primary" onClick={() => setOpen(true)} data-testid="rules-propose">
          {t('rules.propose')}
        </Button>
      )}
      <RefreshButton query={query} />
    </>
  );
  return (
    <PageFrame title={t('menu.commissionRules')} tools={tools}>
      <p className="soft">{t('rules.what')}</p>
      {(waiting.data?.items.length ?? 0) > 0 && (
        <Alert
          type="info"
          showIcon
          title={t('rules.pending')}
          action={<Link to="/approvals?kind=commission.rules&state=pending">{t('menu.approvals')}</Link>}
        />
      )}
      <DataList
        query={query}
        columns={columnsOf(t)}
        url={url}
        filters={[]}
        emptyText={t('rules.empty')}
        label={t('menu.commissionRules')}
      />
      {open && <ProposeDialog newest={query.data?.items[0]} onClose={() => setOpen(false)} />}
    </PageFrame>
  );
}
