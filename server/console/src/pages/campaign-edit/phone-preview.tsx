import { PictureOutlined } from '@ant-design/icons';
import { formatFen } from '@tuanlink/shared/money';
import type { ConsoleProductReply } from '@tuanlink/shared/replies';
import { useDuration } from '../../components/use-duration';
import { useText } from '../../i18n/use-text';
import { marginRows } from './model';
import type { CampaignFields } from './model';

/** Seats drawn one by one; more are told in words. */
const SEATS_SHOWN = 5;

function Seats({ size }: { size: number }) {
  const { t } = useText();
  const shown = Math.min(size, SEATS_SHOWN);
  return (
    <div className="phone-seats">
      {Array.from({ length: shown }, (_, index) => (
        <span key={index} className="phone-seat" aria-hidden="true">
          ?
        </span>
      ))}
      {size > shown && <span className="soft">+{size - shown}</span>}
      <span className="soft">{t('preview.seats', { size })}</span>
    </div>
  );
}

interface PhonePreviewProps {
  product: ConsoleProductReply | undefined;
  fields: CampaignFields;
}

function PhoneBody({ product, fields }: PhonePreviewProps) {
  const { t } = useText();
  const duration = useDuration();
  const rows = marginRows(product, fields);
  const cheapest = rows.toSorted((a, b) => a.groupFen - b.groupFen)[0];
  const size = fields.size ?? 0;
  return (
    <>
      <div className="phone-picture">
        {product?.images[0] ? <img src={product.images[0]} alt="" /> : <PictureOutlined />}
      </div>
      <div className="phone-text">
        <div className="phone-prices">
          <strong className="num">{cheapest ? formatFen(cheapest.groupFen) : '¥—'}</strong>
          <span className="phone-chip">{t('preview.groupOf', { size })}</span>
          {cheapest && (
            <span className="soft num">{t('preview.solo', { price: formatFen(cheapest.soloFen) })}</span>
          )}
        </div>
        <div className="phone-title">{product?.title ?? t('campaign.chooseProduct')}</div>
        {fields.title && <div className="soft">{fields.title}</div>}
        <div className="phone-card">
          <Seats size={size} />
          <div className="soft">
            {t('preview.rule', { size, duration: duration(fields.windowMinutes ?? 0) })}
          </div>
        </div>
      </div>
      <div className="phone-bar">
        <span className="phone-alone">
          {t('preview.buyAlone')}
          <b className="num">{cheapest ? formatFen(cheapest.soloFen) : '¥—'}</b>
        </span>
        <span className="phone-open">
          {t('preview.openGroup')}
          <b className="num">{cheapest ? formatFen(cheapest.groupFen) : '¥—'}</b>
        </span>
      </div>
    </>
  );
}

/** How a buyer will see the campaign. Nobody is in the group yet, so nobody is shown. */
export function PhonePreview(props: PhonePreviewProps) {
  const { t } = useText();
  return (
    <aside className="phone-place" aria-label={t('preview.title')}>
      <div className="section-title">{t('preview.title')}</div>
      <div className="phone" data-testid="phone-preview">
        <PhoneBody {...props} />
      </div>
    </aside>
  );
}
