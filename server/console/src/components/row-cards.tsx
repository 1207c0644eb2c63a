import { useState } from 'react';
import type { ReactNode } from 'react';
import { DownOutlined, UpOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { TableColumnType, TableColumnsType, TableProps } from 'antd';
import { useText } from '../i18n/use-text';

/** What stands in a column for a row. */
function cell<T>(column: TableColumnType<T>, row: T, index: number): ReactNode {
  const { dataIndex, render } = column;
  const value = typeof dataIndex === 'string' ? (row as Record<string, unknown>)[dataIndex] : undefined;
  return render ? (render(value, row, index) as ReactNode) : (value as ReactNode);
}

interface RowCardProps<T> {
  row: T;
  index: number;
  id: string;
  columns: TableColumnType<T>[];
  expanded: ((row: T) => ReactNode) | undefined;
}

function RowCard<T>({ row, index, id, columns, expanded }: RowCardProps<T>) {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  const facts = columns.filter(({ fixed }) => fixed === undefined);
  const actions = columns.filter(({ fixed }) => fixed !== undefined);
  return (
    <li className="row-card" data-id={id}>
      <dl>
        {facts.map((column, number) => (
          <div key={number}>
            {column.title !== '' && <dt className="soft">{column.title as ReactNode}</dt>}
            <dd className={column.className}>{cell(column, row, index)}</dd>
          </div>
        ))}
      </dl>
      {open && expanded?.(row)}
      {(actions.length > 0 || expanded) && (
        <div className="row">
          {actions.map((column, number) => (
            <div key={number}>{cell(column, row, index)}</div>
          ))}
          {expanded && (
            <Button
              size="small"
              type="text"
              icon={open ? <UpOutlined /> : <DownOutlined />}
              aria-expanded={open}
              onClick={() => setOpen(!open)}
              data-testid="row-expand"
            >
              {t(open ? 'list.less' : 'list.more')}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}

interface RowCardsProps<T> {
  rows: readonly T[];
  keyOf: (row: T) => string;
  columns: TableColumnsType<T>;
  expandable?: TableProps<T>['expandable'];
  label: string;
}

/** The rows of a list on a phone: one below the other, each with all its facts before what can be done. */
export function RowCards<T>({ rows, keyOf, columns, expandable, label }: RowCardsProps<T>) {
  const render = expandable?.expandedRowRender;
  const expanded = render && ((row: T) => render(row, 0, 0, true) as ReactNode);
  return (
    <ul className="row-cards" aria-label={label}>
      {rows.map((row, index) => {
        const id = keyOf(row);
        return <RowCard key={id} id={id} row={row} index={index} columns={columns} expanded={expanded} />;
      })}
    </ul>
  );
}
