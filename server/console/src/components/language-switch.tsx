import { GlobalOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useText } from '../i18n/use-text';

/** Switches between the two languages; shows the one it leads to. */
export function LanguageSwitch() {
  const { t, language, setLanguage } = useText();
  const other = language === 'en' ? 'zh-CN' : 'en';
  return (
    <Button
      type="text"
      icon={<GlobalOutlined />}
      lang={other}
      onClick={() => setLanguage(other)}
      data-testid="language-switch"
    >
      {t(`language.${other}`)}
    </Button>
  );
}
