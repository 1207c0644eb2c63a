import { formatBp, formatFen } from '@tuanlink/shared/money';

interface AmountProps {
  /** Fen; null shows a dash. */
  fen: number | null;
  /** Shows a plus before gains. */
  signed?: boolean;
  strong?: boolean;
}

/** An amount with its unit, in figures of equal width. */
export function Amount({ fen, signed = false, strong = false }: AmountProps) {
  if (fen === null) return <span className="soft">—</span>;
  const text = `${signed && fen > 0 ? '+' : ''}${formatFen(fen)}`;
  return strong ? <strong className="num">{text}</strong> : <span className="num">{text}</span>;
}

/** A rate in per cent; null shows a dash. */
export function Rate({ bp }: { bp: number | null }) {
  return bp === null ? <span className="soft">—</span> : <span className="num">{formatBp(bp)}</span>;
}
