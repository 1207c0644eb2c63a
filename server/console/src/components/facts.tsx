import type { ReactNode } from 'react';
import { Descriptions } from 'antd';

/** A fact: its name and its value. Facts without a value are left out by the caller. */
export interface Fact {
  label: string;
  value: ReactNode;
}

/** Facts in two columns, one on a phone. */
export function Facts({ items, columns = 2 }: { items: readonly Fact[]; columns?: 1 | 2 | 3 }) {
  return (
    <Descriptions
      size="small"
      column={{ xs: 1, sm: 1, md: columns }}
      items={items.map(({ label, value }) => ({ key: label, label, children: value }))}
    />
  );
}
