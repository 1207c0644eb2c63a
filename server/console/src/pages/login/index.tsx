import { Alert, Button, Form, Input } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { Navigate, useSearchParams } from 'react-router';
import type { ConsoleLoginBody } from '@tuanlink/shared/dto';
import { PASSWORD_MAX, USERNAME_MAX } from '@tuanlink/shared/limits';
import type { SessionReply } from '@tuanlink/shared/replies';
import { useCommand } from '../../api/queries';
import { safeNext } from '../../app/access';
import { changeSession, useSessionQuery } from '../../app/session';
import { LanguageSwitch } from '../../components/language-switch';
import { useText } from '../../i18n/use-text';
import './login.css';

type Fields = Pick<ConsoleLoginBody, 'username' | 'password'>;

function LoginForm({ onDone }: { onDone: (session: SessionReply) => void }) {
  const { t, errorText } = useText();
  const login = useCommand('console.login', []);
  const required = [{ required: true, message: t('form.required') }];
  return (
    <Form<Fields>
      layout="vertical"
      requiredMark={false}
      onFinish={(body) => login.mutate({ body }, { onSuccess: onDone })}
    >
      {login.isError && (
        <Form.Item>
          <Alert
            type="error"
            showIcon
            title={errorText(login.error)}
            role="alert"
            data-testid="login-error"
          />
        </Form.Item>
      )}
      <Form.Item name="username" label={t('login.username')} rules={required}>
        <Input autoComplete="username" autoFocus maxLength={USERNAME_MAX} data-testid="login-username" />
      </Form.Item>
      <Form.Item name="password" label={t('login.password')} rules={required}>
        <Input.Password
          autoComplete="current-password"
          maxLength={PASSWORD_MAX}
          data-testid="login-password"
        />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={login.isPending} data-testid="login-submit">
        {t('login.submit')}
      </Button>
    </Form>
  );
}

/** The way in. Afterwards the operator returns to the address they had asked for. */
export function LoginPage() {
  const { t } = useText();
  const [params] = useSearchParams();
  const client = useQueryClient();
  const next = safeNext(params.get('next'));
  if (useSessionQuery().data) return <Navigate to={next} replace />;
  return (
    <main className="login">
      <div className="login-language">
        <LanguageSwitch />
      </div>
      <div className="panel login-panel">
        <div className="login-brand">
          <img src="/console/favicon.svg" alt="" width={40} height={40} />
          <h1>{t('login.title')}</h1>
        </div>
        <LoginForm onDone={(session) => changeSession(client, session)} />
      </div>
    </main>
  );
}
