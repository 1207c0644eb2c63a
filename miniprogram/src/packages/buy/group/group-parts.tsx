import { useState } from 'react';
import { Text, View } from '@tarojs/components';
import type { GroupReply, OrderReply, SkuReply } from '@tuanlink/shared/replies';
import { Cell } from '../../../components/cell/cell';
import { Countdown } from '../../../components/countdown/countdown';
import { Guarantee } from '../../../components/guarantee/guarantee';
import { Icon } from '../../../components/icon/icon';
import { Picture } from '../../../components/picture/picture';
import { Price } from '../../../components/price/price';
import { Seats } from '../../../components/seats/seats';
import { Sheet } from '../../../components/sheet/sheet';
import { SkuPicker } from '../../../components/sku-picker/sku-picker';
import { StateChip } from '../../../components/state-chip/state-chip';
import { useText } from '../../../hooks/use-text';
import { refundChip } from '../../../i18n/state-texts';
import { goTo } from '../../../platform/navigation';
import { paths } from '../../../platform/paths';
import { noticeLines, shownPriceFen } from './model';
import type { GroupVariant } from './model';

/** What it is and what it costs, here and alone. */
export function What({ group, sku }: { group: GroupReply; sku: SkuReply | null }) {
  const t = useText();
  const groupPriceFen = sku?.groupPriceFen ?? shownPriceFen(group);
  const aloneFen = sku?.priceFen ?? group.product.priceFen;
  return (
    <View className="group__what" hoverClass="pressed" onClick={() => goTo(paths.product(group.product.id))}>
      <Picture src={group.product.images[0] ?? null} className="group__picture" />
      <View className="group__about">
        <Text className="group__title">{group.product.title}</Text>
        <View className="group__prices">
          <Price amountFen={groupPriceFen} size="l" />
          <Text className="group__tag">{t('group.sizeTag', { size: group.size })}</Text>
        </View>
        <View className="group__alone">
          <Text>{t('product.alone')}</Text>
          <Price amountFen={aloneFen} size="s" tone="muted" />
        </View>
      </View>
    </View>
  );
}

function wasDissolved(group: GroupReply): boolean {
  return group.notices.some(({ event }) => event === 'dissolved');
}

/** What the members are told beside the seats: more time, another leader, how it ended and why. */
export function Notices({ group }: { group: GroupReply }) {
  const t = useText();
  const lines = noticeLines(group, t);
  if (lines.length === 0) {
    return null;
  }
  return (
    <View className="card card--padded">
      <Text className="card__title">{t('group.notices')}</Text>
      {lines.map((line) => (
        <View key={line.key} className="group__notice">
          <Text className="group__notice-text">{line.text}</Text>
          {line.note !== '' && <Text className="group__notice-note">{line.note}</Text>}
          <Text className="group__notice-at">{line.at}</Text>
        </View>
      ))}
    </View>
  );
}

function Headline({ group, variant }: { group: GroupReply; variant: GroupVariant }) {
  const t = useText();
  switch (variant) {
    case 'join':
    case 'member':
    case 'unpaid':
      return (
        <Text className="group__headline">
          {group.missing > 0 ? t('group.missing', { n: group.missing }) : t('group.allHeld')}
        </Text>
      );
    case 'full':
      return <Text className="group__headline">{t('group.full')}</Text>;
    case 'ended':
      return <Text className="group__headline">{t('group.ended')}</Text>;
    case 'opening':
      return <Text className="group__headline">{t('group.opening')}</Text>;
    case 'failed':
      return (
        <Text className="group__headline">
          <Icon name="refund" /> {t(wasDissolved(group) ? 'group.dissolved' : 'group.failed')}
        </Text>
      );
    case 'succeeded':
      return (
        <Text className="group__headline group__headline--ok">
          <Icon name="check" />{' '}
          {group.completedShort
            ? t('group.completedShort', { taken: group.takenCount })
            : t('group.succeeded')}
        </Text>
      );
  }
}

interface ProgressProps {
  group: GroupReply;
  variant: GroupVariant;
  onEnd: () => void;
}

/** Who is in, how many are missing, until when. */
export function Progress({ group, variant, onEnd }: ProgressProps) {
  const t = useText();
  const running = ['join', 'member', 'unpaid', 'full', 'ended'].includes(variant);
  return (
    <View className="card group__progress">
      <Seats facts={group} size={group.size > 4 ? 'm' : 'l'} />
      <Headline group={group} variant={variant} />
      {running && group.closesAt !== null && (
        <View className="group__until">
          <Text className="group__until-label">{t('group.timeLeft')}</Text>
          <Countdown until={group.closesAt} size="l" onEnd={onEnd} />
        </View>
      )}
      {group.campaign.guaranteed && <Guarantee explained={running} />}
      {variant === 'join' && !group.campaign.guaranteed && (
        <Text className="group__promise">
          <Icon name="check" /> {t('group.promise')}
        </Text>
      )}
      {group.heldCount > 0 && running && (
        <Text className="group__held">{t('group.held', { n: group.heldCount })}</Text>
      )}
    </View>
  );
}

interface SkuRowProps {
  group: GroupReply;
  sku: SkuReply | null;
  onChange: (skuId: string) => void;
}

/** Which SKU is joined with; the opener's is proposed and can be changed. */
export function SkuRow({ group, sku, onChange }: SkuRowProps) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const several = group.skus.length > 1;
  const sameAsLeader = sku !== null && sku.id === group.leaderSkuId;
  return (
    <View className="card">
      <Cell
        label={t('sku.label')}
        hint={sameAsLeader && several ? t('sku.asLeader') : undefined}
        value={sku === null ? t('product.soldOut') : sku.name}
        onTap={several ? () => setOpen(true) : undefined}
      />
      {open && (
        <Sheet title={t('sku.choose')} onClose={() => setOpen(false)}>
          <SkuPicker
            skus={group.skus}
            selectedId={sku?.id ?? ''}
            inGroup
            onSelect={(id) => {
              onChange(id);
              setOpen(false);
            }}
          />
        </Sheet>
      )}
    </View>
  );
}

interface VariantProps {
  group: GroupReply;
  variant: GroupVariant;
  myOrder: OrderReply | undefined;
}

/** What the reader should know beyond the numbers: where their money or their parcel is. */
export function Variant({ group, variant, myOrder }: VariantProps) {
  const t = useText();
  const mine = myOrder !== undefined && group.myOrderId !== undefined;
  if (!mine) {
    return null;
  }
  const refund = myOrder.refunds[0];
  const toOrder = () => goTo(paths.order(myOrder.id));
  if (variant === 'unpaid' && myOrder.heldUntil !== null) {
    return (
      <View className="card">
        <Cell
          icon="wallet"
          label={t('group.unpaidHint')}
          value={<Countdown until={myOrder.heldUntil} />}
          onTap={toOrder}
        />
      </View>
    );
  }
  if (refund !== undefined) {
    return (
      <View className="card">
        <Cell
          icon="refund"
          label={t('group.refund')}
          value={<StateChip {...refundChip(refund.state, t)} />}
          onTap={toOrder}
        />
      </View>
    );
  }
  return (
    <View className="card">
      <Cell
        icon="list"
        label={t('group.myOrder')}
        value={t(`order.state.${myOrder.state}`)}
        onTap={toOrder}
      />
    </View>
  );
}
