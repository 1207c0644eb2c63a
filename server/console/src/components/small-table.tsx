import type { ReactNode } from 'react';
import { Grid, Table } from 'antd';
import type { TableColumnsType } from 'antd';
import { RowCards } from './row-cards';

interface SmallTableProps<T> {
  label: string;
  rows: readonly T[];
  keyOf: (row: T) => string;
  columns: TableColumnsType<T>;
  /** What stands in place of no rows. */
  emptyText?: ReactNode;
  /** Pixels after which the rows scroll under their heading; absent: all are shown. */
  height?: number;
  testId?: string;
}

/** A short list inside a drawer or dialog; on a phone each row is a card: nothing scrolls sideways. */
export function SmallTable<T extends object>(props: SmallTableProps<T>) {
  const { label, rows, keyOf, columns, emptyText, height, testId } = props;
  const phone = Grid.useBreakpoint().md === false;
  if (phone && (rows.length > 0 || emptyText !== undefined)) {
    return (
      <div className="small-cards" data-testid={testId}>
        {rows.length === 0 ? (
          <span className="soft">{emptyText}</span>
        ) : (
          <RowCards rows={rows} keyOf={keyOf} columns={columns} label={label} />
        )}
      </div>
    );
  }
  return (
    <Table<T>
      aria-label={label}
      size="small"
      rowKey={keyOf}
      pagination={false}
      scroll={{ x: 'max-content', ...(height === undefined ? {} : { y: height }) }}
      dataSource={[...rows]}
      columns={columns}
      {...(emptyText === undefined ? {} : { locale: { emptyText } })}
      data-testid={testId}
    />
  );
}
