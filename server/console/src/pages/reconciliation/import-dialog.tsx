import { useState } from 'react';
import { Alert, Modal, Radio } from 'antd';
import { BILL_TEXT_MAX } from '@tuanlink/shared/limits';
import { billKinds } from '@tuanlink/shared/states';
import type { BillKind } from '@tuanlink/shared/states';
import { useCommand } from '../../api/queries';
import { FileDrop } from '../../components/file-drop';
import { useReport } from '../../components/use-report';
import { useText } from '../../i18n/use-text';
import { decodeFile } from '../orders/csv.model';

interface BillFile {
  name: string;
  text: string;
}

/** Takes a bill from the merchant platform, for when the download fails. */
export function ImportDialog({ day, open, onClose }: { day: string; open: boolean; onClose: () => void }) {
  const { t } = useText();
  const report = useReport();
  const [kind, setKind] = useState<BillKind>('trade');
  const [file, setFile] = useState<BillFile | null>(null);
  const give = useCommand('console.reconciliation.import', [
    'console.reconciliation',
    'console.reconciliation.day',
    'console.differences',
    'console.exceptions.counts',
  ]);
  const read = async (chosen: File) =>
    setFile({ name: chosen.name, text: decodeFile(await chosen.arrayBuffer()) });
  const tooLarge = file !== null && file.text.length > BILL_TEXT_MAX;
  const confirm = () =>
    give.mutate(
      { params: { day }, body: { kind, text: file?.text ?? '' } },
      {
        onSuccess: ({ openCount }) => {
          report.done('reconciliation.imported', { count: openCount });
          onClose();
        },
        onError: report.failed,
      },
    );
  return (
    <Modal
      open={open}
      title={t('reconciliation.importTitle', { day })}
      okText={t('reconciliation.import')}
      okButtonProps={{
        disabled: file === null || file.text === '' || tooLarge,
        loading: give.isPending,
        'data-testid': 'bill-import-ok',
      }}
      onCancel={onClose}
      onOk={confirm}
      afterClose={() => setFile(null)}
      destroyOnHidden
    >
      <div className="stack">
        <Radio.Group
          value={kind}
          options={billKinds.map((value) => ({ value, label: t(`bill.kind.${value}`) }))}
          onChange={(event) => setKind(event.target.value as BillKind)}
        />
        <FileDrop
          text={file?.name ?? t('reconciliation.importChoose')}
          hint={t('reconciliation.importHint')}
          onFile={(chosen) => void read(chosen)}
        />
        {tooLarge && <Alert type="error" showIcon title={t('reconciliation.importTooLarge')} />}
      </div>
    </Modal>
  );
}
