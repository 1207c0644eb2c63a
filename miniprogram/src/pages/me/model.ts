import type { UserReply } from '@tuanlink/shared/replies';
import type { OrderState } from '@tuanlink/shared/states';
import type { IconName } from '../../components/icon/icon';
import type { TextKey, Translate } from '../../i18n';
import type { FontChoice } from '../../store/settings.rules';

/** Ways into the orders tab. */
export const orderEntries: readonly { state: OrderState; icon: IconName; label: TextKey }[] = [
  { state: 'unpaid', icon: 'wallet', label: 'order.state.unpaid' },
  { state: 'waiting_group', icon: 'people', label: 'order.state.waiting_group' },
  { state: 'to_ship', icon: 'box', label: 'order.state.to_ship' },
  { state: 'shipped', icon: 'truck', label: 'order.state.shipped' },
];

/** What stands where the name would be. */
export function displayName(user: UserReply | null, t: Translate): string {
  if (user === null) {
    return t('me.guest');
  }
  return user.nickname === '' ? t('me.unnamed') : user.nickname;
}

export const languageChoices = ['system', 'zh-CN', 'en'] as const;
export const languageLabels: Record<(typeof languageChoices)[number], TextKey> = {
  system: 'settings.system',
  'zh-CN': 'settings.zh',
  en: 'settings.en',
};

export const fontChoices: readonly FontChoice[] = ['system', 'normal', 'large', 'largest'];
export const fontLabels: Record<FontChoice, TextKey> = {
  system: 'settings.system',
  normal: 'settings.font.normal',
  large: 'settings.font.large',
  largest: 'settings.font.largest',
};
