import { DownloadOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { filePath } from '../../api/file-path';
import { useText } from '../../i18n/use-text';

interface StatementFilesProps {
  distributorId: string;
  /** The months to choose from, the newest first; the first is not over yet. */
  months: readonly string[];
  month: string;
  onMonth: (month: string) => void;
}

const files = [
  { kind: 'pdf', route: 'console.statement.pdf' },
  { kind: 'csv', route: 'console.statement.csv' },
] as const;

/** A distributor's month as files: one to read, one to reckon with. */
export function StatementFiles({ distributorId, months, month, onMonth }: StatementFilesProps) {
  const { t } = useText();
  const input = { params: { id: distributorId }, query: { month } };
  return (
    <div className="row">
      <Select<string>
        aria-label={t('statement.month')}
        value={month}
        options={months.map((value, index) => ({
          value,
          label: index === 0 ? t('statement.present', { month: value }) : value,
        }))}
        onChange={onMonth}
        style={{ minWidth: 150 }}
        data-testid="statement-month"
      />
      {files.map(({ kind, route }) => (
        <Button
          key={kind}
          icon={<DownloadOutlined />}
          href={filePath(route, input)}
          download
          data-testid={`statement-${kind}`}
        >
          {t(`statement.${kind}`)}
        </Button>
      ))}
    </div>
  );
}
