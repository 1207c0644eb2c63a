import { Text, View } from '@tarojs/components';
import { useText } from '../../hooks/use-text';
import { StateChip } from '../state-chip/state-chip';
import './guarantee.scss';

/** The shop's promise, in one word, and where there is room in a sentence. */
export function Guarantee({ explained = false }: { explained?: boolean }) {
  const t = useText();
  return (
    <View className="guarantee">
      <StateChip tone="ok" icon="check" label={t('group.guaranteed')} />
      {explained && <Text className="guarantee__hint">{t('group.guaranteed.hint')}</Text>}
    </View>
  );
}
