import { useCallback, useEffect, useState } from 'react';
import type { OrderReply } from '@tuanlink/shared/replies';
import { call } from '../../../api/client';
import { asFailure } from '../../../api/failure';
import type { CallFailure } from '../../../api/failure';
import { pause } from '../../../platform/pause';
import { usePendingOrder } from '../../../store/pending-order';
import { useViewerId } from '../../../store/session';
import { CONFIRM_TRIES, CONFIRM_WAIT_MS } from './model';

interface Confirmed {
  order: OrderReply | null;
  failure: CallFailure | null;
  /** Whether WeChat is still being asked. */
  confirming: boolean;
  again: () => void;
}

/** Asks the server, which asks WeChat, until the order is paid or there is no more reason to wait. */
export function useConfirmed(id: string): Confirmed {
  const viewer = useViewerId();
  const [order, setOrder] = useState<OrderReply | null>(null);
  const [failure, setFailure] = useState<CallFailure | null>(null);
  const [confirming, setConfirming] = useState(true);
  const [round, setRound] = useState(0);

  useEffect(() => {
    let alive = true;
    async function confirm() {
      for (let attempt = 0; attempt < CONFIRM_TRIES && alive; attempt += 1) {
        const found = await call('shop.order.confirm', { params: { id }, body: {} });
        if (!alive) {
          return;
        }
        setOrder(found);
        if (found.state !== 'unpaid') {
          usePendingOrder.getState().settle(id);
          return;
        }
        await pause(CONFIRM_WAIT_MS);
      }
    }
    setConfirming(true);
    setFailure(null);
    confirm()
      .catch((error: unknown) => alive && setFailure(asFailure(error)))
      .finally(() => alive && setConfirming(false));
    return () => {
      alive = false;
    };
  }, [id, viewer, round]);

  const again = useCallback(() => setRound((count) => count + 1), []);
  return { order, failure, confirming, again };
}
