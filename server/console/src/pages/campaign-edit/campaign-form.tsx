import { useEffect, useState } from 'react';
import { Alert, Button, Form } from 'antd';
import type { FormInstance } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import type { ConsoleCampaignReply, ConsoleProductReply } from '@tuanlink/shared/replies';
import { useCall } from '../../api/queries';
import { useMay } from '../../app/session';
import { PageFrame } from '../../components/data-list';
import { ConflictDialog } from '../../components/dialogs';
import { StateTag } from '../../components/state-tag';
import { useLeaveGuard } from '../../components/use-leave-guard';
import { useText } from '../../i18n/use-text';
import { hasStarted, isEditable } from '../campaigns/actions';
import { CampaignActions } from '../campaigns/campaign-actions';
import { CommissionPart, ProductPart, RulesPart } from './form-parts';
import { fieldsOf, newCampaign, pricesFor } from './model';
import type { CampaignFields } from './model';
import { PhonePreview } from './phone-preview';
import { ReviewPart } from './review-part';
import { useSaveCampaign } from './use-save-campaign';
import './campaign-edit.css';

/** Gives every SKU of the chosen product its row; what was typed stays. */
function usePriceRows(
  form: FormInstance<CampaignFields>,
  product: ConsoleProductReply | undefined,
  isNew: boolean,
): void {
  useEffect(() => {
    if (!product) return;
    const typed = (form.getFieldValue('prices') as CampaignFields['prices'] | undefined) ?? [];
    form.setFieldValue('prices', pricesFor(product.skus, typed, isNew));
  }, [form, product, isNew]);
}

interface ButtonsProps {
  isNew: boolean;
  busy: boolean;
  canSave: boolean;
  canPublish: boolean;
  onPublish: () => void;
}

function Buttons({ isNew, busy, canSave, canPublish, onPublish }: ButtonsProps) {
  const { t } = useText();
  return (
    <div className="row form-bar">
      {canSave && (
        <Button
          type={isNew && canPublish ? 'default' : 'primary'}
          htmlType="submit"
          loading={busy}
          data-testid="campaign-save"
        >
          {t(isNew ? 'campaign.saveDraft' : 'action.save')}
        </Button>
      )}
      {isNew && canPublish && (
        <Button type="primary" disabled={busy} onClick={onPublish} data-testid="campaign-save-publish">
          {t('campaign.saveAndPublish')}
        </Button>
      )}
      <Link to="/campaigns">
        <Button disabled={busy}>{t('action.back')}</Button>
      </Link>
    </div>
  );
}

function Notice({ campaign }: { campaign: ConsoleCampaignReply | null }) {
  const { t } = useText();
  if (!campaign || campaign.state === 'draft') return null;
  const key = isEditable(campaign.state) ? 'campaign.liveNotice' : 'campaign.endedNotice';
  return <Alert type="info" showIcon title={t(key)} />;
}

function CampaignTitle({ campaign }: { campaign: ConsoleCampaignReply }) {
  return (
    <span className="row">
      {campaign.title} <StateTag kind="campaign" state={campaign.state} />
    </span>
  );
}

interface CampaignFormProps {
  /** Null for a new one. */
  campaign: ConsoleCampaignReply | null;
  productId: string | undefined;
}

/** What a campaign's form shows and may do. */
function useCampaignForm({ campaign, productId }: CampaignFormProps) {
  const may = useMay();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [form] = Form.useForm<CampaignFields>();
  const [initial] = useState(() => (campaign ? fieldsOf(campaign) : newCampaign(new Date(), productId)));
  const fields = Form.useWatch<CampaignFields | undefined>([], form) ?? initial;
  const [dirty, setDirty] = useState(false);
  const liftGuard = useLeaveGuard(dirty);
  const chosenId = fields.productId ?? '';
  const product = useCall('console.product', { params: { id: chosenId } }, { enabled: chosenId !== '' }).data;
  usePriceRows(form, product, campaign === null);
  const canSave = campaign
    ? may('console.campaign.patch') && isEditable(campaign.state)
    : may('console.campaign.create');
  const save = useSaveCampaign(campaign, (saved) => {
    setDirty(false);
    liftGuard();
    client.setQueryData(['console.campaign', { params: { id: saved.id } }], saved);
    void navigate(`/campaigns/${saved.id}`, { replace: true });
  });
  const reload = async () => {
    setDirty(false);
    await client.refetchQueries({ queryKey: ['console.campaign'] });
    form.resetFields();
    save.closeConflict();
  };
  const publish = () => {
    form.validateFields().then(
      (values) => save.run(values, true),
      () => undefined,
    );
  };
  const touch = () => {
    setDirty(true);
    // Prices are judged on saving; once they were found wanting, the message must follow what is typed.
    if (form.getFieldError('prices').length > 0) {
      form.validateFields(['prices']).catch(() => undefined);
    }
  };
  return { form, initial, fields, dirty, touch, product, canSave, save, reload, publish };
}

/** The form of one campaign with a preview, margins and checks beside it. */
export function CampaignForm(props: CampaignFormProps) {
  const { t } = useText();
  const may = useMay();
  const { campaign } = props;
  const { form, initial, fields, dirty, touch, product, canSave, save, reload, publish } =
    useCampaignForm(props);
  return (
    <PageFrame
      title={campaign ? <CampaignTitle campaign={campaign} /> : t('campaign.new')}
      tools={campaign && !dirty && <CampaignActions campaign={campaign} onConflict={save.openConflict} />}
    >
      <Notice campaign={campaign} />
      <div className="campaign-edit">
        <Form<CampaignFields>
          form={form}
          layout="vertical"
          initialValues={initial}
          disabled={save.busy || !canSave}
          onValuesChange={touch}
          onFinish={(values) => save.run(values, false)}
          scrollToFirstError
          className="stack"
          data-testid="campaign-form"
        >
          <ProductPart isNew={campaign === null} product={product} />
          <RulesPart hasStarted={campaign !== null && hasStarted(campaign.state)} />
          <CommissionPart commission={campaign?.commission} />
          <ReviewPart product={product} fields={fields} />
          <Buttons
            isNew={campaign === null}
            busy={save.busy}
            canSave={canSave}
            canPublish={may('console.campaign.publish')}
            onPublish={publish}
          />
        </Form>
        <PhonePreview product={product} fields={fields} />
      </div>
      <ConflictDialog open={save.conflict} onReload={() => void reload()} onStay={save.closeConflict} />
    </PageFrame>
  );
}
