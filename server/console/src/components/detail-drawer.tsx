import type { ReactNode } from 'react';
import { Drawer, Grid } from 'antd';

interface DetailDrawerProps {
  open: boolean;
  title: ReactNode;
  extra?: ReactNode;
  onClose: () => void;
  children: ReactNode;
}

/** Details beside the list they belong to; on a phone they take the whole width. */
export function DetailDrawer({ open, title, extra, onClose, children }: DetailDrawerProps) {
  const phone = Grid.useBreakpoint().md === false;
  return (
    <Drawer
      open={open}
      title={title}
      extra={extra}
      onClose={onClose}
      size={phone ? '100%' : 760}
      destroyOnHidden
      styles={{ body: { padding: phone ? 12 : 20 } }}
    >
      <div className="stack">{children}</div>
    </Drawer>
  );
}

/** A titled part of a drawer or page. */
export function Section({
  title,
  extra,
  children,
}: {
  title: ReactNode;
  extra?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section>
      <div className="row row-between">
        <h2 className="section-title">{title}</h2>
        {extra}
      </div>
      {children}
    </section>
  );
}
