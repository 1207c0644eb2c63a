import type { AddressBody } from '@tuanlink/shared/dto';
import { ADDRESS_DETAIL_MAX, RECEIVER_MAX, REGION_MAX } from '@tuanlink/shared/limits';
import type { TextKey } from '../../../i18n';

/** What the form holds; region parts are chosen or typed. */
export type AddressForm = Required<AddressBody>;

export const emptyAddress: AddressForm = {
  name: '',
  phone: '',
  province: '',
  city: '',
  district: '',
  detail: '',
  isDefault: false,
};

/** Longest texts the shop takes. */
export const limits = {
  name: RECEIVER_MAX,
  phone: 20,
  region: REGION_MAX,
  detail: ADDRESS_DETAIL_MAX,
} as const;

const PHONE = /^\+?[0-9][0-9-]{4,19}$/;

export type AddressProblems = Partial<Record<'name' | 'phone' | 'region' | 'detail', TextKey>>;

/** The form with the spaces around its texts taken off. */
export function tidied(form: AddressForm): AddressForm {
  return {
    ...form,
    name: form.name.trim(),
    phone: form.phone.replace(/\s/g, ''),
    province: form.province.trim(),
    city: form.city.trim(),
    district: form.district.trim(),
    detail: form.detail.trim(),
  };
}

/** What keeps a form from being saved, by field; empty when nothing does. */
export function addressProblems(form: AddressForm): AddressProblems {
  const { name, phone, province, city, detail } = tidied(form);
  return {
    ...(name === '' ? { name: 'address.problem.name' as const } : {}),
    ...(PHONE.test(phone) ? {} : { phone: 'address.problem.phone' as const }),
    ...(province === '' || city === '' ? { region: 'address.problem.region' as const } : {}),
    ...(detail === '' ? { detail: 'address.problem.detail' as const } : {}),
  };
}
