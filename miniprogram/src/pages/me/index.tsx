import { useState } from 'react';
import { Text, View } from '@tarojs/components';
import { Button } from '../../components/button/button';
import { Cell } from '../../components/cell/cell';
import { Choices } from '../../components/choices/choices';
import { Icon } from '../../components/icon/icon';
import { LoginGate } from '../../components/login-gate/login-gate';
import { Page } from '../../components/page/page';
import { useTabTexts } from '../../hooks/use-tab-texts';
import { useText } from '../../hooks/use-text';
import { aria } from '../../platform/aria';
import { goTo, setTabTexts } from '../../platform/navigation';
import { paths } from '../../platform/paths';
import { translator } from '../../i18n';
import { useOrdersFilter } from '../../store/orders-filter';
import { useSession } from '../../store/session';
import { languageOf, useSettings } from '../../store/settings';
import type { LanguageChoice } from '../../store/settings';
import { NicknameSheet } from './nickname-sheet';
import { displayName, fontChoices, fontLabels, languageChoices, languageLabels, orderEntries } from './model';
import './index.scss';

function Profile({ onEdit }: { onEdit: () => void }) {
  const t = useText();
  const user = useSession((state) => state.user);
  return (
    <View className="me__profile">
      <View className="me__face">
        <Icon name="person" />
      </View>
      <View className="me__who">
        <Text className="me__name">{displayName(user, t)}</Text>
        <Text className="me__hint">{t('me.nameHint')}</Text>
      </View>
      {user !== null && (
        <Button kind="text" onTap={onEdit}>
          {t('me.edit')}
        </Button>
      )}
    </View>
  );
}

function OrderEntries() {
  const t = useText();
  const show = useOrdersFilter((filter) => filter.show);
  return (
    <View className="card">
      <View className="me__entries">
        {orderEntries.map(({ state, icon, label }) => (
          <View
            key={state}
            className="me__entry"
            hoverClass="pressed"
            onClick={() => {
              show(state);
              goTo(paths.orders);
            }}
            {...aria(t(label), 'button')}
          >
            <Icon name={icon} />
            <Text className="me__entry-label">{t(label)}</Text>
          </View>
        ))}
      </View>
    </View>
  );
}

function Settings() {
  const t = useText();
  const { language, font, setLanguage, setFont } = useSettings();
  function changeLanguage(next: LanguageChoice) {
    setLanguage(next);
    const text = translator(languageOf(next));
    setTabTexts([text('tab.home'), text('tab.groups'), text('tab.orders'), text('tab.me')]);
  }
  return (
    <View className="card card--padded">
      <Choices
        label={t('settings.language')}
        value={language}
        options={languageChoices.map((value) => ({ value, label: t(languageLabels[value]) }))}
        onChange={changeLanguage}
      />
      <Choices
        label={t('settings.font')}
        value={font}
        options={fontChoices.map((value) => ({ value, label: t(fontLabels[value]) }))}
        onChange={setFont}
      />
    </View>
  );
}

/** The reader's own corner: name, orders, addresses, selling, and how the app looks. */
export default function MePage() {
  const t = useText();
  const loggedIn = useSession((state) => state.token !== null);
  const [editing, setEditing] = useState(false);
  useTabTexts();
  return (
    <Page title={t('tab.me')} tab>
      {loggedIn ? (
        <View>
          <Profile onEdit={() => setEditing(true)} />
          <OrderEntries />
          <View className="card">
            <Cell icon="pin" label={t('me.addresses')} onTap={() => goTo(paths.addresses())} />
            <Cell
              icon="refund"
              id="me-after-sales"
              label={t('title.afterSales')}
              onTap={() => goTo(paths.afterSales)}
            />
            <Cell
              icon="wallet"
              label={t('me.promote')}
              hint={t('me.promoteHint')}
              onTap={() => goTo(paths.centre)}
            />
          </View>
        </View>
      ) : (
        <LoginGate onReady={() => undefined} />
      )}
      <Settings />
      <Text className="me__foot">{t('me.foot')}</Text>
      {editing && <NicknameSheet onClose={() => setEditing(false)} />}
    </Page>
  );
}
