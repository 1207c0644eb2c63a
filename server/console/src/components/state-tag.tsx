import type { ReactNode } from 'react';
import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  EditOutlined,
  MinusCircleOutlined,
  PauseCircleOutlined,
  PlayCircleOutlined,
  UndoOutlined,
} from '@ant-design/icons';
import type { ExportState } from '@tuanlink/shared/exports';
import type {
  AfterSaleState,
  ApprovalState,
  CampaignState,
  CommissionState,
  DifferenceState,
  DistributorState,
  GroupState,
  OrderState,
  PaymentState,
  ProductStatus,
  PayoutRunState,
  RefundState,
  WithdrawalState,
} from '@tuanlink/shared/states';
import { useText } from '../i18n/use-text';
import type { TextKey } from '../i18n/text';
import './state-tag.css';

type Tone = 'draft' | 'live' | 'wait' | 'good' | 'bad' | 'back' | 'pause' | 'off';

const icons: Record<Tone, ReactNode> = {
  draft: <EditOutlined />,
  live: <PlayCircleOutlined />,
  wait: <ClockCircleOutlined />,
  good: <CheckCircleOutlined />,
  bad: <CloseCircleOutlined />,
  back: <UndoOutlined />,
  pause: <PauseCircleOutlined />,
  off: <MinusCircleOutlined />,
};

/** How each state of each thing is coloured; the word and an icon say the same without colour. */
const tones = {
  product: { draft: 'draft', on_sale: 'good', off_sale: 'off' } satisfies Record<ProductStatus, Tone>,
  campaign: {
    draft: 'draft',
    scheduled: 'wait',
    running: 'live',
    paused: 'pause',
    ended: 'off',
  } satisfies Record<CampaignState, Tone>,
  group: { opening: 'draft', forming: 'wait', succeeded: 'good', failed: 'bad' } satisfies Record<
    GroupState,
    Tone
  >,
  order: {
    unpaid: 'draft',
    waiting_group: 'wait',
    to_ship: 'live',
    shipped: 'wait',
    received: 'good',
    completed: 'good',
    cancelled: 'off',
    refunding: 'back',
    refunded: 'back',
  } satisfies Record<OrderState, Tone>,
  payment: { open: 'draft', closing: 'wait', paid: 'good', closed: 'off' } satisfies Record<
    PaymentState,
    Tone
  >,
  refund: {
    requested: 'wait',
    accepted: 'wait',
    succeeded: 'good',
    abnormal: 'bad',
  } satisfies Record<RefundState, Tone>,
  after_sale: {
    applied: 'wait',
    approved: 'live',
    rejected: 'bad',
    withdrawn: 'off',
    returning: 'wait',
    returned: 'live',
    refunding: 'back',
    done: 'good',
  } satisfies Record<AfterSaleState, Tone>,
  approval: { pending: 'wait', approved: 'good', rejected: 'bad', withdrawn: 'off' } satisfies Record<
    ApprovalState,
    Tone
  >,
  distributor: {
    applied: 'wait',
    approved: 'good',
    rejected: 'bad',
    suspended: 'pause',
  } satisfies Record<DistributorState, Tone>,
  commission: {
    estimated: 'wait',
    held: 'live',
    available: 'good',
    reversed: 'back',
    none: 'off',
  } satisfies Record<CommissionState, Tone>,
  export: {
    waiting: 'wait',
    running: 'live',
    done: 'good',
    failed: 'bad',
    expired: 'off',
  } satisfies Record<ExportState, Tone>,
  withdrawal: {
    requested: 'wait',
    approved: 'live',
    rejected: 'bad',
    sending: 'live',
    awaiting_confirmation: 'wait',
    paid: 'good',
    lapsed: 'back',
    failed: 'bad',
  } satisfies Record<WithdrawalState, Tone>,
  payoutRun: { draft: 'draft', approved: 'good', cancelled: 'off' } satisfies Record<PayoutRunState, Tone>,
  job: { waiting: 'wait', failed: 'bad' } satisfies Record<'waiting' | 'failed', Tone>,
  difference: { open: 'bad', resolved: 'good' } satisfies Record<DifferenceState, Tone>,
  day: { asked: 'live', waiting: 'wait', differs: 'bad', agrees: 'good' },
};

type Kind = keyof typeof tones;
type StateOf<K extends Kind> = Extract<keyof (typeof tones)[K], string>;

/** The text of a state, by the kind of thing. */
export function stateKey<K extends Kind>(kind: K, state: StateOf<K>): TextKey {
  return `state.${kind}.${state}` as TextKey;
}

/** A state as a word with an icon and a colour. */
export function StateTag<K extends Kind>({ kind, state }: { kind: K; state: StateOf<K> }) {
  const { t } = useText();
  const tone = (tones[kind] as Readonly<Record<string, Tone>>)[state] ?? 'off';
  return (
    <span className={`state-tag state-tag-${tone}`} data-state={state}>
      {icons[tone]}
      {t(stateKey(kind, state))}
    </span>
  );
}
