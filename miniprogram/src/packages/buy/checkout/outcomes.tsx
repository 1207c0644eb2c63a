import { Text, View } from '@tarojs/components';
import type { CallFailure } from '../../../api/failure';
import { Button } from '../../../components/button/button';
import { Icon } from '../../../components/icon/icon';
import { Price } from '../../../components/price/price';
import { Sheet } from '../../../components/sheet/sheet';
import { useLanguage, useText } from '../../../hooks/use-text';
import { failureText } from '../../../i18n/failure-text';
import { aria } from '../../../platform/aria';
import { goTo, replaceWith } from '../../../platform/navigation';
import { paths } from '../../../platform/paths';
import type { Source } from './model';

interface ChangedSheetProps {
  before: number;
  after: number;
  onClose: () => void;
  onAccept: () => void;
}

/** Another price than the one on screen: nothing is bought before it is accepted. */
export function ChangedSheet({ before, after, onClose, onAccept }: ChangedSheetProps) {
  const t = useText();
  return (
    <Sheet
      title={t('checkout.changed')}
      onClose={onClose}
      actions={
        <>
          <Button size="l" onTap={onClose}>
            {t('action.back')}
          </Button>
          <Button kind="main" size="l" id="accept-price" onTap={onAccept}>
            {t('checkout.accept')}
          </Button>
        </>
      }
    >
      <View className="checkout__change">
        <Text>{t('checkout.before')}</Text>
        <Price amountFen={before} tone="muted" />
      </View>
      <View className="checkout__change">
        <Text>{t('checkout.now')}</Text>
        <Price amountFen={after} size="l" />
      </View>
    </Sheet>
  );
}

interface RefusedSheetProps {
  failure: CallFailure;
  source: Source;
  onClose: () => void;
}

/** Why the order was not taken, and what can be done instead. */
export function RefusedSheet({ failure, source, onClose }: RefusedSheetProps) {
  const t = useText();
  const language = useLanguage();
  const { groupId } = source;
  const groupGone = failure.code === 'group.full' || failure.code === 'group.closed';
  return (
    <Sheet
      title={t('checkout.refused')}
      onClose={onClose}
      actions={
        <>
          <Button kind="line" size="l" onTap={onClose}>
            {t('action.close')}
          </Button>
          {groupGone && groupId !== undefined && (
            <Button kind="main" size="l" onTap={() => replaceWith(paths.group(groupId))}>
              {t('checkout.otherGroups')}
            </Button>
          )}
          {failure.code === 'order.too_many_unpaid' && (
            <Button kind="main" size="l" onTap={() => goTo(paths.orders)}>
              {t('checkout.toOrders')}
            </Button>
          )}
        </>
      }
    >
      <Text className="checkout__why" {...aria(undefined, 'alert')}>
        {failureText(failure, language, t)}
      </Text>
    </Sheet>
  );
}

/** No answer came. The order may stand; sending again can never buy twice. */
export function UnknownNotice({ failure }: { failure: CallFailure }) {
  const t = useText();
  const language = useLanguage();
  return (
    <View className="checkout__unknown" {...aria(undefined, 'alert')}>
      <Icon name="clock" />
      <View className="checkout__unknown-text">
        <Text className="checkout__unknown-title">{t('checkout.unknown')}</Text>
        <Text>{failureText(failure, language, t)}</Text>
      </View>
    </View>
  );
}
