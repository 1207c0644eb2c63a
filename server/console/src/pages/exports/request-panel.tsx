import { useState } from 'react';
import { DownloadOutlined } from '@ant-design/icons';
import { Alert, Button, Form, Select } from 'antd';
import type { ExportKind } from '@tuanlink/shared/exports';
import { useCommand } from '../../api/queries';
import { useSession } from '../../app/session';
import { useReport } from '../../components/use-report';
import { WallClockPicker } from '../../components/wall-clock-picker';
import { useText } from '../../i18n/use-text';
import { fromWallClock } from '../campaign-edit/model';
import { kindsFor } from './model';

/** Asks for a file: what, and from when to when. */
export function RequestPanel() {
  const { t } = useText();
  const report = useReport();
  const create = useCommand('console.export.create', ['console.exports']);
  const kinds = kindsFor(useSession().operator.role);
  const [kind, setKind] = useState<ExportKind>('orders');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const ask = () => {
    const bounds = kind === 'shop' ? {} : { from: fromWallClock(from), to: fromWallClock(to) };
    const given = Object.fromEntries(Object.entries(bounds).filter(([, at]) => at));
    create.mutate(
      { body: { kind, ...given } },
      { onSuccess: () => report.done('export.asked'), onError: report.failed },
    );
  };
  return (
    <div className="panel stack">
      <Form layout="vertical" component="div" className="row">
        <Form.Item label={t('export.kind')}>
          <Select<ExportKind>
            aria-label={t('export.kind')}
            style={{ minWidth: 180 }}
            value={kind}
            options={kinds.map((value) => ({ value, label: t(`export.kind.${value}`) }))}
            onChange={setKind}
            data-testid="export-kind"
          />
        </Form.Item>
        {kind !== 'shop' && (
          <>
            <Form.Item label={t('export.from')}>
              <WallClockPicker value={from} onChange={setFrom} testId="export-from" />
            </Form.Item>
            <Form.Item label={t('export.to')}>
              <WallClockPicker value={to} onChange={setTo} testId="export-to" />
            </Form.Item>
          </>
        )}
        <Form.Item label=" ">
          <Button
            type="primary"
            icon={<DownloadOutlined />}
            loading={create.isPending}
            onClick={ask}
            data-testid="export-create"
          >
            {t('export.create')}
          </Button>
        </Form.Item>
      </Form>
      <Alert
        type={kind === 'shop' ? 'warning' : 'info'}
        showIcon
        title={t(kind === 'shop' ? 'export.shopHint' : 'export.sheetHint')}
      />
    </div>
  );
}
