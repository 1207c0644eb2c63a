import { LogoutOutlined, UserOutlined } from '@ant-design/icons';
import { App, Button, Dropdown, Grid } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useCommand } from '../api/queries';
import { LanguageSwitch } from '../components/language-switch';
import { useText } from '../i18n/use-text';
import { changeSession, useSession } from './session';

/** Language, who is logged in with which role, and the way out. */
export function HeaderTools() {
  const { t, errorText } = useText();
  const { operator } = useSession();
  const { message } = App.useApp();
  const client = useQueryClient();
  const logout = useCommand('console.logout', []);
  const phone = !(Grid.useBreakpoint().md ?? true);
  const role = t(`role.${operator.role}`);
  const leave = () =>
    logout.mutate(
      {},
      {
        onSuccess: () => changeSession(client, null),
        onError: (error) => void message.error(errorText(error)),
      },
    );
  const items = [
    { key: 'who', disabled: true, label: `${operator.username} · ${role}` },
    { key: 'logout', icon: <LogoutOutlined />, label: t('session.logout'), onClick: leave },
  ];
  return (
    <div className="row frame-tools">
      <LanguageSwitch />
      <Dropdown menu={{ items }} trigger={['click']}>
        <Button
          type="text"
          icon={<UserOutlined />}
          loading={logout.isPending}
          aria-label={t('session.menu')}
          data-testid="session-menu"
        >
          {phone ? null : `${operator.name} · ${role}`}
        </Button>
      </Dropdown>
    </div>
  );
}
