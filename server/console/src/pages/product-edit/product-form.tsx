import { useState } from 'react';
import { Button, Card, Form, Input, Radio, Select } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { DESCRIPTION_MAX, TITLE_MAX } from '@tuanlink/shared/limits';
import type { ConsoleProductReply } from '@tuanlink/shared/replies';
import { useMay } from '../../app/session';
import { PageFrame } from '../../components/data-list';
import { ConflictDialog } from '../../components/dialogs';
import { readRate } from '../../components/figures.model';
import { PercentInput } from '../../components/money-inputs';
import { stateKey } from '../../components/state-tag';
import { useLeaveGuard } from '../../components/use-leave-guard';
import { useText } from '../../i18n/use-text';
import { fieldsOf, newProduct, statusChoices } from './model';
import type { ProductFields } from './model';
import { PictureList } from './picture-list';
import { SkuRows } from './sku-rows';
import { useSaveProduct } from './use-save-product';

function BasicPart() {
  const { t } = useText();
  return (
    <Card title={t('product.part.basic')}>
      <Form.Item
        name="title"
        label={t('product.title')}
        rules={[{ required: true, whitespace: true, message: t('form.required') }]}
      >
        <Input maxLength={TITLE_MAX} showCount data-testid="product-title" />
      </Form.Item>
      <Form.Item name="description" label={t('product.description')}>
        <Input.TextArea rows={4} maxLength={DESCRIPTION_MAX} showCount data-testid="product-description" />
      </Form.Item>
      <Form.Item name="images" label={t('product.images')} extra={t('product.imagesHint')}>
        <PictureList />
      </Form.Item>
    </Card>
  );
}

function SellingPart({ present }: { present: ConsoleProductReply | null }) {
  const { t } = useText();
  const shopRate = Form.useWatch<boolean | undefined>('shopRate') ?? true;
  const choices = statusChoices(present?.status ?? null);
  return (
    <Card title={t('product.part.selling')}>
      <Form.Item name="shopRate" label={t('product.commission')} extra={t('product.commissionHint')}>
        <Radio.Group
          options={[
            { value: true, label: t('product.shopRate') },
            { value: false, label: t('product.ownRate') },
          ]}
        />
      </Form.Item>
      {!shopRate && (
        <Form.Item
          name="rate"
          label={t('product.rate')}
          rules={[
            {
              validator: (_, text: string) =>
                readRate(text ?? '') === null
                  ? Promise.reject(new Error(t('form.badRate')))
                  : Promise.resolve(),
            },
          ]}
        >
          <PercentInput testId="product-rate" />
        </Form.Item>
      )}
      <Form.Item name="status" label={t('product.status')} extra={t('product.statusHint')}>
        <Select
          style={{ maxWidth: 240 }}
          options={choices.map((status) => ({ value: status, label: t(stateKey('product', status)) }))}
          data-testid="product-status"
        />
      </Form.Item>
    </Card>
  );
}

interface SaveBarProps {
  busy: boolean;
  canSave: boolean;
  campaignFor: string | null;
}

function SaveBar({ busy, canSave, campaignFor }: SaveBarProps) {
  const { t } = useText();
  return (
    <div className="row form-bar">
      {canSave && (
        <Button type="primary" htmlType="submit" loading={busy} data-testid="product-save">
          {t('action.save')}
        </Button>
      )}
      <Link to="/products">
        <Button disabled={busy}>{t('action.back')}</Button>
      </Link>
      {campaignFor && (
        <Link to={`/campaigns/new?product=${campaignFor}`}>
          <Button disabled={busy}>{t('product.makeCampaign')}</Button>
        </Link>
      )}
    </div>
  );
}

/** The form of one product, new or known. */
export function ProductForm({ product }: { product: ConsoleProductReply | null }) {
  const { t } = useText();
  const may = useMay();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [form] = Form.useForm<ProductFields>();
  const [dirty, setDirty] = useState(false);
  const liftGuard = useLeaveGuard(dirty);
  const canSave = may(product ? 'console.product.patch' : 'console.product.create');
  const save = useSaveProduct(product, (saved) => {
    setDirty(false);
    liftGuard();
    client.setQueryData(['console.product', { params: { id: saved.id } }], saved);
    void navigate(`/products/${saved.id}`, { replace: true });
  });
  const reload = async () => {
    setDirty(false);
    await client.refetchQueries({ queryKey: ['console.product'] });
    form.resetFields();
    save.closeConflict();
  };
  return (
    <PageFrame title={product ? product.title : t('product.new')}>
      <Form<ProductFields>
        form={form}
        layout="vertical"
        initialValues={product ? fieldsOf(product) : newProduct()}
        disabled={save.busy || !canSave}
        onValuesChange={() => setDirty(true)}
        onFinish={save.run}
        scrollToFirstError
        className="stack"
        data-testid="product-form"
      >
        <BasicPart />
        <Card title={t('product.part.skus')}>
          <SkuRows held={product?.skus ?? []} />
        </Card>
        <SellingPart present={product} />
        <SaveBar
          busy={save.busy}
          canSave={canSave}
          campaignFor={product && may('console.campaign.create') ? product.id : null}
        />
      </Form>
      <ConflictDialog open={save.conflict} onReload={() => void reload()} onStay={save.closeConflict} />
    </PageFrame>
  );
}
