import type { AddressReply } from '@tuanlink/shared/replies';

type Place = Pick<AddressReply, 'province' | 'city' | 'district' | 'detail'>;

/** An address in one line; the four municipalities are not named twice. */
export function addressLine({ province, city, district, detail }: Place): string {
  return [province, city === province ? '' : city, district, detail].filter(Boolean).join(' ');
}
