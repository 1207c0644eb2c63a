import type { ReactNode } from 'react';
import { CheckCircleOutlined, CloseCircleOutlined, ExclamationCircleOutlined } from '@ant-design/icons';
import { Card } from 'antd';
import type { ConsoleProductReply } from '@tuanlink/shared/replies';
import { Amount, Rate } from '../../components/amount';
import { Section } from '../../components/detail-drawer';
import { SmallTable } from '../../components/small-table';
import { useText } from '../../i18n/use-text';
import { checksOf, marginRows } from './model';
import type { CampaignFields, Check, MarginRow } from './model';

const icons: Record<Check['level'], ReactNode> = {
  good: <CheckCircleOutlined />,
  warn: <ExclamationCircleOutlined />,
  bad: <CloseCircleOutlined />,
};

function Margins({ rows }: { rows: MarginRow[] }) {
  const { t } = useText();
  const margin = (fen: number | null) =>
    fen === null ? <span className="soft">{t('margin.noCost')}</span> : <Amount fen={fen} strong />;
  return (
    <Section title={t('margin.title')}>
      <SmallTable
        label={t('margin.title')}
        rows={rows}
        keyOf={({ skuId }) => skuId}
        emptyText={t('margin.empty')}
        testId="margin-table"
        columns={[
          { title: t('sku.name'), dataIndex: 'name' },
          { title: t('margin.group'), align: 'right', render: (_, row) => <Amount fen={row.groupFen} /> },
          { title: t('sku.cost'), align: 'right', render: (_, row) => <Amount fen={row.costFen} /> },
          {
            title: t('margin.commission'),
            align: 'right',
            render: (_, row) => <Amount fen={row.commissionFen} />,
          },
          { title: t('margin.perMember'), align: 'right', render: (_, row) => margin(row.marginFen) },
          { title: t('margin.rate'), align: 'right', render: (_, row) => <Rate bp={row.marginBp} /> },
          {
            title: t('margin.fullGroup'),
            align: 'right',
            render: (_, row) => <Amount fen={row.fullGroupFen} />,
          },
        ]}
      />
      <p className="soft">{t('margin.note')}</p>
    </Section>
  );
}

interface ReviewPartProps {
  product: ConsoleProductReply | undefined;
  fields: CampaignFields;
}

/** Step 4: margins and checks, from what is typed and what the product costs. */
export function ReviewPart({ product, fields }: ReviewPartProps) {
  const { t } = useText();
  return (
    <Card title={t('campaign.part.review')}>
      {product ? (
        <div className="stack">
          <Margins rows={marginRows(product, fields)} />
          <Section title={t('check.title')}>
            <ul className="checks">
              {checksOf(product, fields, new Date()).map(({ code, level }) => (
                <li key={code} className={`check check-${level}`}>
                  {icons[level]} {t(`check.${code}`)}
                </li>
              ))}
            </ul>
          </Section>
        </div>
      ) : (
        <span className="soft">{t('campaign.chooseFirst')}</span>
      )}
    </Card>
  );
}
