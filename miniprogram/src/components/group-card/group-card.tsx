import { Text, View } from '@tarojs/components';
import type { GroupCardReply } from '@tuanlink/shared/replies';
import { useText } from '../../hooks/use-text';
import { groupChip } from '../../i18n/state-texts';
import { goTo } from '../../platform/navigation';
import { paths } from '../../platform/paths';
import { Button } from '../button/button';
import { GroupStrip } from '../group-strip/group-strip';
import { Guarantee } from '../guarantee/guarantee';
import { Picture } from '../picture/picture';
import { Price } from '../price/price';
import { StateChip } from '../state-chip/state-chip';
import './group-card.scss';

interface GroupCardProps {
  group: GroupCardReply;
  /** Whether the reader is in it. */
  mine?: boolean;
}

/** A group in a list: what it is about, and how far it is. */
export function GroupCard({ group, mine = false }: GroupCardProps) {
  const t = useText();
  const open = () => goTo(paths.group(group.id));
  const running = group.state === 'forming' || group.state === 'opening';
  return (
    <View className="group-card" hoverClass="pressed" onClick={open}>
      <View className="group-card__head">
        <Picture src={group.product.image} className="group-card__picture" />
        <View className="group-card__what">
          <Text className="group-card__title">{group.product.title}</Text>
          <View className="group-card__prices">
            <Price amountFen={group.groupPriceFen} />
            <Text className="group-card__tag">{t('group.sizeTag', { size: group.size })}</Text>
          </View>
          {group.guaranteed && <Guarantee />}
        </View>
        {mine && <StateChip {...groupChip(group.state, t)} />}
      </View>
      {running && (
        <GroupStrip group={group}>
          <Button kind={mine ? 'line' : 'main'} onTap={open}>
            {t(mine ? 'group.look' : 'group.join')}
          </Button>
        </GroupStrip>
      )}
    </View>
  );
}
