import { Button, Result } from 'antd';
import { useText } from '../i18n/use-text';

/** Stands in for a page that broke or whose file could not be loaded, as after an update of the server. */
export function CrashPage() {
  const { t } = useText();
  return (
    <Result
      status="error"
      title={t('crash.title')}
      subTitle={t('crash.hint')}
      extra={
        <Button type="primary" onClick={() => window.location.reload()}>
          {t('action.reload')}
        </Button>
      }
    />
  );
}
