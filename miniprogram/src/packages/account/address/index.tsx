import { useState } from 'react';
import { useRouter } from '@tarojs/taro';
import { Switch, Text, View } from '@tarojs/components';
import { useQueryClient } from '@tanstack/react-query';
import type { AddressReply } from '@tuanlink/shared/replies';
import { call } from '../../../api/client';
import { Boundary } from '../../../components/boundary/boundary';
import { Button } from '../../../components/button/button';
import { Field } from '../../../components/field/field';
import { Icon } from '../../../components/icon/icon';
import { Page } from '../../../components/page/page';
import { Skeleton } from '../../../components/skeleton/skeleton';
import { useAction } from '../../../hooks/use-action';
import { useCall } from '../../../hooks/use-call';
import { useText } from '../../../hooks/use-text';
import { platform } from '../../../platform';
import { ask } from '../../../platform/feedback';
import { goBack } from '../../../platform/navigation';
import { usePickedAddress } from '../../../store/picked-address';
import { addressProblems, emptyAddress, limits, tidied } from './model';
import type { AddressForm } from './model';
import './index.scss';

interface FieldsProps {
  form: AddressForm;
  /** Whether what is wrong is shown already. */
  strict: boolean;
  onChange: (part: Partial<AddressForm>) => void;
}

function Fields({ form, strict, onChange }: FieldsProps) {
  const t = useText();
  const problems = strict ? addressProblems(form) : {};
  const told = (key: keyof typeof problems) => {
    const problem = problems[key];
    return problem === undefined ? undefined : t(problem);
  };
  const text = (name: 'name' | 'phone' | 'province' | 'city' | 'district' | 'detail', maxLength: number) => ({
    id: `address-${name}`,
    label: t(`address.${name}`),
    placeholder: t(`address.${name}.placeholder`),
    value: form[name],
    maxLength,
    onChange: (value: string) => onChange({ [name]: value }),
  });
  return (
    <View className="card">
      <Field {...text('name', limits.name)} problem={told('name')} />
      <Field {...text('phone', limits.phone)} kind="tel" problem={told('phone')} />
      <Field {...text('province', limits.region)} />
      <Field {...text('city', limits.region)} problem={told('region')} />
      <Field {...text('district', limits.region)} />
      <Field {...text('detail', limits.detail)} long problem={told('detail')} />
      <View className="address__default">
        <Text className="address__default-label">{t('address.makeDefault')}</Text>
        <Switch
          color="#d4231a"
          checked={form.isDefault}
          onChange={(event) => onChange({ isDefault: event.detail.value })}
        />
      </View>
    </View>
  );
}

function useAddressCommands(existing: AddressReply | undefined) {
  const t = useText();
  const client = useQueryClient();
  const pick = usePickedAddress((state) => state.pick);
  return {
    async save(form: AddressForm) {
      const body = tidied(form);
      const saved =
        existing === undefined
          ? await call('shop.address.create', { body })
          : await call('shop.address.patch', { params: { id: existing.id }, body });
      pick(saved.id);
      await client.invalidateQueries({ queryKey: ['shop.addresses'] });
      goBack();
    },
    async remove(id: string) {
      const question = { title: t('address.removeTitle'), content: '' };
      if (await ask({ ...question, yes: t('address.remove'), no: t('action.back') })) {
        await call('shop.address.delete', { params: { id } });
        pick(null);
        await client.invalidateQueries({ queryKey: ['shop.addresses'] });
        goBack();
      }
    },
  };
}

function Editor({ existing }: { existing: AddressReply | undefined }) {
  const t = useText();
  const [form, setForm] = useState<AddressForm>({ ...emptyAddress, ...existing });
  const [strict, setStrict] = useState(false);
  const { busy, run } = useAction();
  const commands = useAddressCommands(existing);
  const change = (part: Partial<AddressForm>) => setForm((before) => ({ ...before, ...part }));

  async function pickFromWechat() {
    const picked = await platform.pickAddress();
    if (picked !== null) {
      change(picked);
    }
  }

  function save() {
    setStrict(true);
    if (Object.keys(addressProblems(form)).length === 0) {
      const { name, phone, province, city, district, detail, isDefault } = form;
      run('save', () => commands.save({ name, phone, province, city, district, detail, isDefault }));
    }
  }

  return (
    <>
      {platform.hasAddressBook && (
        <View className="address__book">
          <Button kind="line" block busy={busy === 'book'} onTap={() => run('book', pickFromWechat)}>
            <Icon name="pin" /> {t('address.fromWechat')}
          </Button>
        </View>
      )}
      <Fields form={form} strict={strict} onChange={change} />
      <View className="address__actions">
        <Button kind="main" size="l" block id="save-address" busy={busy === 'save'} onTap={save}>
          {t('action.save')}
        </Button>
        {existing !== undefined && (
          <Button
            kind="text"
            block
            busy={busy === 'remove'}
            onTap={() => run('remove', () => commands.remove(existing.id))}
          >
            {t('address.remove')}
          </Button>
        )}
      </View>
    </>
  );
}

/** A new address, or an old one to change. */
export default function AddressPage() {
  const t = useText();
  const { id } = useRouter().params;
  const addresses = useCall('shop.addresses', {});
  return (
    <Page title={t(id === undefined ? 'address.add' : 'title.address')}>
      <Boundary read={addresses} skeleton={<Skeleton kind="rows" />}>
        {({ items }) => <Editor existing={items.find((address) => address.id === id)} />}
      </Boundary>
    </Page>
  );
}
