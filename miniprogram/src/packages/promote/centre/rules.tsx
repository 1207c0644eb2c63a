import { Text, View } from '@tarojs/components';
import type { ShopCommissionRulesReply } from '@tuanlink/shared/replies';
import { Icon } from '../../../components/icon/icon';
import { useText } from '../../../hooks/use-text';
import { rulePoints, versionFacts } from './model';

/** What somebody who shares agrees to, with the values that decide about orders now. */
export function Rules({ rules }: { rules: ShopCommissionRulesReply }) {
  const t = useText();
  return (
    <View className="card card--padded">
      <Text className="card__title">{t('rules.title')}</Text>
      {rulePoints(rules).map(({ text, values }) => (
        <View key={text} className="centre__rule">
          <Icon name="check" />
          <Text className="centre__rule-text">{t(text, values)}</Text>
        </View>
      ))}
    </View>
  );
}

interface VersionsProps {
  rules: ShopCommissionRulesReply;
  /** Which version its reader agreed to when applying. */
  agreedVersion: number;
}

/** Which rules decide about orders now, which were agreed to, and which will be in force. */
export function Versions({ rules: { current, announced }, agreedVersion }: VersionsProps) {
  const t = useText();
  return (
    <View className="card card--padded">
      <Text className="card__title">{t('centre.inForce', { version: current.version })}</Text>
      <Text className="centre__hint">{t('centre.values', versionFacts(current))}</Text>
      <Text className="centre__hint">
        {agreedVersion === current.version
          ? t('centre.agreedCurrent')
          : t('centre.agreed', { version: agreedVersion })}
      </Text>
      {announced.map((next) => (
        <Text key={next.id} className="centre__hint">
          {t('centre.announced', versionFacts(next))}
        </Text>
      ))}
      {announced.length > 0 && <Text className="centre__hint">{t('centre.oldOrders')}</Text>}
    </View>
  );
}
