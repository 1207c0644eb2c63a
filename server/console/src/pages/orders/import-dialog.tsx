import { useState } from 'react';
import { DownloadOutlined } from '@ant-design/icons';
import { Alert, Button, Modal, Table } from 'antd';
import { SHIPMENT_ROWS_MAX } from '@tuanlink/shared/limits';
import { call } from '../../api/call';
import { useCommand } from '../../api/queries';
import { downloadText } from '../../components/download';
import { SmallTable } from '../../components/small-table';
import { useReport } from '../../components/use-report';
import { FileDrop } from '../../components/file-drop';
import { useText } from '../../i18n/use-text';
import { failureText } from '../../i18n/text';
import { decodeFile, errorCsv, failedRows, readShipments, templateCsv } from './csv.model';
import type { FailedRow, ShipmentFile } from './csv.model';

/** Ids of the orders that can be shipped now, at most as many as one file takes. */
async function ordersToShip(): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null && ids.length < SHIPMENT_ROWS_MAX) {
    const page = await call('console.orders', {
      query: { state: 'to_ship', limit: 100, ...(cursor ? { cursor } : {}) },
    });
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  return ids.slice(0, SHIPMENT_ROWS_MAX);
}

function TemplateButton() {
  const { t } = useText();
  const report = useReport();
  const [busy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    try {
      downloadText('shipments.csv', templateCsv(await ordersToShip()));
    } catch (error) {
      report.failed(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button type="link" icon={<DownloadOutlined />} loading={busy} onClick={() => void download()}>
      {t('import.template')}
    </Button>
  );
}

function ImportResult({ ok, failed }: { ok: number; failed: FailedRow[] }) {
  const { t, language } = useText();
  const textOf = (row: FailedRow) => failureText(row.code, language, row.message);
  return (
    <div className="stack" data-testid="import-result">
      <Alert
        type={failed.length === 0 ? 'success' : 'warning'}
        showIcon
        title={t('import.result', { ok, failed: failed.length })}
        {...(failed.length > 0 ? { description: t('import.again') } : {})}
      />
      {failed.length > 0 && (
        <>
          <Button
            icon={<DownloadOutlined />}
            onClick={() => downloadText('errors.csv', errorCsv(failed, textOf))}
            data-testid="import-errors"
          >
            {t('import.errors')}
          </Button>
          <Table<FailedRow>
            size="small"
            rowKey="row"
            dataSource={failed}
            pagination={{ pageSize: 10, hideOnSinglePage: true }}
            scroll={{ x: 'max-content' }}
            columns={[
              { title: t('import.row'), dataIndex: 'row', align: 'right' },
              { title: t('order.id'), dataIndex: 'order_id', className: 'mono' },
              { title: t('import.cause'), render: (_, row) => textOf(row) },
            ]}
          />
        </>
      )}
    </div>
  );
}

function ImportPreview({ file }: { file: ShipmentFile }) {
  const { t } = useText();
  if (!file.ok) return <Alert type="error" showIcon title={t(`import.problem.${file.problem}`)} />;
  return (
    <div className="stack">
      <Alert type="info" showIcon title={t('import.ready', { count: file.rows.length })} />
      <SmallTable
        label={t('import.title')}
        rows={file.rows.slice(0, 5).map((row, index) => ({ ...row, row: index + 1 }))}
        keyOf={({ row }) => String(row)}
        columns={[
          { title: t('import.row'), dataIndex: 'row', align: 'right' },
          { title: t('order.id'), dataIndex: 'order_id', className: 'mono' },
          { title: t('ship.carrier'), dataIndex: 'carrier' },
          { title: t('ship.trackingNo'), dataIndex: 'tracking_no', className: 'mono' },
        ]}
      />
    </div>
  );
}

/** Ships many orders from one CSV file: choose, look, import, and take away the rows that failed. */
export function ImportDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t, errorText } = useText();
  const [file, setFile] = useState<ShipmentFile | null>(null);
  const send = useCommand('console.shipments.import', ['console.orders', 'console.order']);
  const choose = (next: ShipmentFile | null) => {
    send.reset();
    setFile(next);
  };
  const read = async (chosen: File) => choose(readShipments(decodeFile(await chosen.arrayBuffer())));
  const ready = file?.ok === true && !send.isSuccess;
  return (
    <Modal
      open={open}
      width={720}
      title={t('import.title')}
      onCancel={onClose}
      afterClose={() => choose(null)}
      mask={{ closable: !send.isPending }}
      footer={[
        <TemplateButton key="template" />,
        <Button key="close" onClick={onClose} disabled={send.isPending}>
          {t('action.close')}
        </Button>,
        <Button
          key="send"
          type="primary"
          disabled={!ready}
          loading={send.isPending}
          onClick={() => file?.ok && send.mutate({ body: { csv: file.csv } })}
          data-testid="import-submit"
        >
          {t('import.submit')}
        </Button>,
      ]}
    >
      <div className="stack">
        <FileDrop
          text={t('import.choose')}
          hint={t('import.format', { max: SHIPMENT_ROWS_MAX })}
          onFile={(chosen) => void read(chosen)}
        />
        {send.isError && <Alert type="error" showIcon title={errorText(send.error)} />}
        {file && !send.isSuccess && <ImportPreview file={file} />}
        {send.isSuccess && file?.ok && (
          <ImportResult ok={send.data.ok} failed={failedRows(file.rows, send.data.errors)} />
        )}
      </div>
    </Modal>
  );
}
