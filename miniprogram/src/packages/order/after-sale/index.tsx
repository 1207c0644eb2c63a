import { useRouter } from '@tarojs/taro';
import { Text, View } from '@tarojs/components';
import { formatFen } from '@tuanlink/shared/money';
import type { AfterSaleReply } from '@tuanlink/shared/replies';
import { formatTime } from '@tuanlink/shared/time';
import { call } from '../../../api/client';
import { pictureUrl } from '../../../api/picture-url';
import { refreshOrders } from '../../../api/query-client';
import { Boundary } from '../../../components/boundary/boundary';
import { Button } from '../../../components/button/button';
import { Cell } from '../../../components/cell/cell';
import { Countdown } from '../../../components/countdown/countdown';
import { Page } from '../../../components/page/page';
import { Picture } from '../../../components/picture/picture';
import { Price } from '../../../components/price/price';
import { Skeleton } from '../../../components/skeleton/skeleton';
import { StateChip } from '../../../components/state-chip/state-chip';
import { useAction } from '../../../hooks/use-action';
import { useCall } from '../../../hooks/use-call';
import { useRefresh } from '../../../hooks/use-refresh';
import { useText } from '../../../hooks/use-text';
import { refundChip } from '../../../i18n/state-texts';
import { ask, copy, say, showPictures } from '../../../platform/feedback';
import { goTo } from '../../../platform/navigation';
import { paths } from '../../../platform/paths';
import { PieceLine } from '../piece-line';
import { eventLines, mayTrack, mayWithdraw, nextText } from './model';
import type { Parcel } from './model';
import { ParcelForm } from './parcel-form';
import './index.scss';

interface PartProps {
  afterSale: AfterSaleReply;
}

function Headline({ afterSale, onEnd }: PartProps & { onEnd: () => void }) {
  const t = useText();
  const { state, dueAt, note } = afterSale;
  return (
    <View className="after-sale__head">
      <Text className="after-sale__state">{t(`afterSale.state.${state}`)}</Text>
      <Text className="after-sale__hint">{nextText(afterSale, t)}</Text>
      {dueAt !== null && (
        <View className="after-sale__due">
          <Text className="after-sale__hint">{t('afterSale.until', { time: formatTime(dueAt) })}</Text>
          <Countdown until={dueAt} onEnd={onEnd} />
        </View>
      )}
      {note !== '' && <Text className="after-sale__hint">{t('afterSale.note', { note })}</Text>}
    </View>
  );
}

function Money({ afterSale }: PartProps) {
  const t = useText();
  const { lines, askedFen, shippingFen, refundFen, refund } = afterSale;
  return (
    <View className="card card--padded after-sale__money">
      {lines.map((line) => (
        <PieceLine key={line.orderLineId} {...line} />
      ))}
      <View className="after-sale__row">
        <Text>{t('afterSale.asked')}</Text>
        <Price amountFen={askedFen} tone="plain" />
      </View>
      {shippingFen > 0 && (
        <Text className="after-sale__small">
          {t('afterSale.withShipping', { amount: formatFen(shippingFen) })}
        </Text>
      )}
      {refundFen !== null && (
        <View className="after-sale__row">
          <Text>{t('afterSale.allowed')}</Text>
          <Price amountFen={refundFen} />
        </View>
      )}
      {refund !== null && (
        <View className="after-sale__row">
          <StateChip {...refundChip(refund.state, t)} />
          {refund.succeededAt !== null && (
            <Text className="after-sale__small">
              {t('refund.doneAt', { time: formatTime(refund.succeededAt) })}
            </Text>
          )}
        </View>
      )}
    </View>
  );
}

/** Where the goods go, and the parcel they go in. */
function WayBack({ afterSale }: PartProps) {
  const t = useText();
  const { returnAddress, carrier, trackingNo } = afterSale;
  return (
    <View className="card">
      {returnAddress !== null && (
        <Cell
          icon="pin"
          label={t('afterSale.returnAddress')}
          hint={returnAddress}
          value={t('action.copy')}
          onTap={() => void copy(returnAddress, t('action.copied'))}
        />
      )}
      {trackingNo !== null && (
        <Cell
          icon="truck"
          label={`${carrier ?? ''} ${trackingNo}`}
          value={t('action.copy')}
          onTap={() => void copy(trackingNo, t('action.copied'))}
        />
      )}
    </View>
  );
}

function Why({ afterSale }: PartProps) {
  const t = useText();
  const { kind, reason, words, pictures, orderId } = afterSale;
  const urls = pictures.map(pictureUrl);
  return (
    <View className="card">
      <Cell label={t('afterSale.kind')} value={t(`afterSale.kind.${kind}`)} />
      <Cell
        label={t('afterSale.reason')}
        hint={words === '' ? undefined : words}
        value={t(`afterSale.reason.${reason}`)}
      />
      {pictures.length > 0 && (
        <View className="after-sale__pictures">
          {pictures.map((path) => (
            <Picture
              key={path}
              src={path}
              className="after-sale__photo"
              onTap={() => showPictures(urls, pictureUrl(path))}
            />
          ))}
        </View>
      )}
      <Cell label={t('result.toOrder')} onTap={() => goTo(paths.order(orderId))} />
    </View>
  );
}

function History({ afterSale }: PartProps) {
  const t = useText();
  return (
    <View className="card card--padded">
      <Text className="card__title">{t('afterSale.history')}</Text>
      {eventLines(afterSale, t).map((line) => (
        <View key={line.key} className="after-sale__event">
          <Text className="after-sale__event-text">{line.text}</Text>
          <Text className="after-sale__small">{`${line.at} · ${line.actor}`}</Text>
        </View>
      ))}
    </View>
  );
}

function Actions({ afterSale }: PartProps) {
  const t = useText();
  const { busy, run } = useAction();
  const params = { id: afterSale.id };
  // A refusal says that the page was behind the truth, which is read again in either case.
  const refresh = () => {
    void refreshOrders();
    return false;
  };

  async function withdraw() {
    const question = { title: t('afterSale.withdraw.title'), content: t('afterSale.withdraw.content') };
    if (await ask({ ...question, yes: t('afterSale.withdraw'), no: t('action.back') })) {
      await call('shop.afterSale.withdraw', { params, body: {} });
      await refreshOrders();
    }
  }

  async function track(parcel: Parcel) {
    await call('shop.afterSale.track', { params, body: parcel });
    say(t('afterSale.sent'));
    await refreshOrders();
  }

  return (
    <>
      {mayTrack(afterSale) && (
        <ParcelForm
          afterSale={afterSale}
          busy={busy === 'track'}
          onSend={(parcel) => run('track', () => track(parcel), refresh)}
        />
      )}
      {mayWithdraw(afterSale) && (
        <View className="after-sale__withdraw">
          <Button
            kind="line"
            block
            id="after-sale-withdraw"
            busy={busy === 'withdraw'}
            onTap={() => run('withdraw', withdraw, refresh)}
          >
            {t('afterSale.withdraw')}
          </Button>
        </View>
      )}
    </>
  );
}

/** One request for money back: where it stands, what is waited for, and what can be done now. */
export default function AfterSalePage() {
  const t = useText();
  const { id = '' } = useRouter().params;
  const input = { params: { id } };
  const read = useCall('shop.afterSale', input, { enabled: id !== '' });
  const follow = read.data?.state === 'refunding';
  useCall('shop.afterSale', input, { enabled: follow, every: follow && 8_000 });
  useRefresh(read.refetch);
  return (
    <Page title={t('title.afterSale')}>
      <Boundary read={read} skeleton={<Skeleton kind="rows" />}>
        {(found) => (
          <>
            <Headline afterSale={found} onEnd={() => void read.refetch()} />
            {(found.returnAddress !== null || found.trackingNo !== null) && <WayBack afterSale={found} />}
            <Actions afterSale={found} />
            <Money afterSale={found} />
            <Why afterSale={found} />
            <History afterSale={found} />
          </>
        )}
      </Boundary>
    </Page>
  );
}
