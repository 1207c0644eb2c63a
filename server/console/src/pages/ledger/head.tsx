import { useQuery } from '@tanstack/react-query';
import { readPublicBlock } from '../../api/public-block';
import { IdText } from '../../components/id-text';
import { Moment } from '../../components/moment';
import { useText } from '../../i18n/use-text';

/** Where the newest block is kept among the answers. */
export const LEDGER_HEAD_KEY = ['shop.ledger.blocks', 'head'];

/** The newest block; who keeps its hash can hold the shop to everything that was booked before. */
export function LedgerHead() {
  const { t } = useText();
  const { data: head } = useQuery({
    queryKey: LEDGER_HEAD_KEY,
    queryFn: async () => (await readPublicBlock()) ?? null,
  });
  if (!head) return null;
  return (
    <div data-testid="ledger-head">
      <div className="row">
        <strong>{t('verify.head', { block: head.id })}</strong>
        <span className="soft">
          <Moment at={head.sealedAt} seconds />
        </span>
      </div>
      <IdText id={head.hash} full />
      <div className="soft">
        {t('verify.headWhy')}{' '}
        <code className="break">npm run ledger:verify -- {t('verify.folder')} --hash …</code>
      </div>
    </div>
  );
}
