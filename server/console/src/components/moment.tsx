import { formatTime, shanghaiParts } from '@tuanlink/shared/time';

/** A moment as the clock in Shanghai shows it, to the second where money is concerned; null shows a dash. */
export function Moment({ at, seconds = false }: { at: string | null | undefined; seconds?: boolean }) {
  if (!at) return <span className="soft">—</span>;
  const tail = seconds ? `:${String(shanghaiParts(at).second).padStart(2, '0')}` : '';
  return (
    <time className="num" dateTime={at}>
      {formatTime(at)}
      {tail}
    </time>
  );
}
