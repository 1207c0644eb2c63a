import { useState } from 'react';
import type { ReactNode } from 'react';
import {
  AlertOutlined,
  AuditOutlined,
  BarsOutlined,
  BookOutlined,
  DiffOutlined,
  CustomerServiceOutlined,
  ExportOutlined,
  GiftOutlined,
  PayCircleOutlined,
  PercentageOutlined,
  RollbackOutlined,
  SafetyCertificateOutlined,
  ScheduleOutlined,
  SendOutlined,
  ShoppingOutlined,
  TeamOutlined,
  UnorderedListOutlined,
  UserSwitchOutlined,
  WalletOutlined,
} from '@ant-design/icons';
import { Alert, Badge, Button, Drawer, Grid, Layout, Menu } from 'antd';
import { Link, Outlet, useLocation } from 'react-router';
import { SlowBar } from '../components/slow-bar';
import { useText } from '../i18n/use-text';
import { ExceptionStrip } from '../pages/exceptions/strip';
import { placeOf, visiblePlaces } from './access';
import type { MenuPath } from './access';
import { HeaderTools } from './header-tools';
import { useSession } from './session';
import { useWaiting } from './use-waiting';
import './frame.css';

const icons: Record<MenuPath, ReactNode> = {
  '/orders': <UnorderedListOutlined />,
  '/exceptions': <AlertOutlined />,
  '/after-sales': <CustomerServiceOutlined />,
  '/refunds': <RollbackOutlined />,
  '/approvals': <SafetyCertificateOutlined />,
  '/groups': <TeamOutlined />,
  '/products': <ShoppingOutlined />,
  '/campaigns': <GiftOutlined />,
  '/distributors': <UserSwitchOutlined />,
  '/commissions': <PayCircleOutlined />,
  '/reconciliation': <DiffOutlined />,
  '/commission-rules': <PercentageOutlined />,
  '/withdrawals': <WalletOutlined />,
  '/payout-runs': <SendOutlined />,
  '/ledger': <BookOutlined />,
  '/exports': <ExportOutlined />,
  '/audit': <AuditOutlined />,
  '/notices': <AuditOutlined />,
  '/jobs': <ScheduleOutlined />,
};

function Brand() {
  const { t } = useText();
  return (
    <Link to="/" className="brand">
      <img src="/console/favicon.svg" alt="" width={26} height={26} />
      <span>{t('app.name')}</span>
    </Link>
  );
}

function SideMenu({ onChoose }: { onChoose?: () => void }) {
  const { t } = useText();
  const { operator } = useSession();
  const waiting = useWaiting();
  const current = placeOf(useLocation().pathname);
  const items = visiblePlaces(operator.permissions).map(({ path, text }) => ({
    key: path,
    icon: icons[path],
    label: <Link to={path}>{t(text)}</Link>,
    extra: <Badge count={waiting[path] ?? 0} overflowCount={99} size="small" title={t('menu.waiting')} />,
  }));
  return (
    <nav aria-label={t('menu.label')}>
      <Menu
        mode="inline"
        selectedKeys={current ? [current.path] : []}
        items={items}
        onClick={() => onChoose?.()}
        className="side-menu"
      />
    </nav>
  );
}

function PhoneMenu() {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        type="text"
        icon={<BarsOutlined />}
        aria-label={t('menu.open')}
        onClick={() => setOpen(true)}
        data-testid="menu-open"
      />
      <Drawer
        placement="left"
        size={260}
        open={open}
        onClose={() => setOpen(false)}
        title={<Brand />}
        styles={{ body: { padding: 8 } }}
      >
        <SideMenu onChoose={() => setOpen(false)} />
      </Drawer>
    </>
  );
}

function DemoWarning() {
  const { t } = useText();
  return useSession().demoPassword ? (
    <Alert banner type="warning" title={t('session.demoPassword')} data-testid="demo-password-warning" />
  ) : null;
}

/** What surrounds every page: side menu, header, warnings, and the bar that shows slow work. */
export function Frame() {
  const { t } = useText();
  const wide = Grid.useBreakpoint().lg ?? window.innerWidth >= 992;
  const place = placeOf(useLocation().pathname);
  return (
    <Layout className="frame" hasSider={wide}>
      {wide && (
        <Layout.Sider width={224} className="frame-side">
          <div className="frame-brand">
            <Brand />
          </div>
          <SideMenu />
        </Layout.Sider>
      )}
      <Layout>
        <SlowBar />
        <Layout.Header className="frame-header">
          {!wide && <PhoneMenu />}
          <span className="frame-place">{wide || !place ? '' : t(place.text)}</span>
          <HeaderTools />
        </Layout.Header>
        <DemoWarning />
        <ExceptionStrip />
        <Layout.Content className="frame-content">
          <Outlet />
        </Layout.Content>
      </Layout>
    </Layout>
  );
}
