import { fenToYuan } from '@tuanlink/shared/money';

/** An amount taken apart for display: 123450 → sign "", whole "1,234", cents "50". */
export function splitPrice(amountFen: number): { sign: '' | '-'; whole: string; cents: string } {
  const text = fenToYuan(amountFen);
  const [whole = '0', cents = '00'] = text.replace('-', '').split('.');
  return { sign: text.startsWith('-') ? '-' : '', whole, cents };
}
