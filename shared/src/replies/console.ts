import type {
  CampaignState,
  DistributorState,
  GroupState,
  OperatorRole,
  OrderState,
  PaymentState,
  Permission,
  ProductStatus,
} from '../states.js';
import type { OddMoneyReply } from './groups.js';
import type { CommissionLineReply, GroupMemberReply, OrderReply } from './shop.js';

export interface OperatorReply {
  id: string;
  name: string;
  username: string;
  role: OperatorRole;
  permissions: Permission[];
}

export interface SessionReply {
  operator: OperatorReply;
  /** True while a demo password is still in use; the console then shows a warning. */
  demoPassword: boolean;
}

export interface ConsoleSkuReply {
  id: string;
  name: string;
  priceFen: number;
  costFen: number | null;
  stock: number;
  /** Pieces in unpaid orders. */
  heldStock: number;
  code: string;
}

export interface ConsoleProductReply {
  id: string;
  title: string;
  description: string;
  images: string[];
  skus: ConsoleSkuReply[];
  commission: { rateBp: number } | null;
  status: ProductStatus;
  version: number;
  createdAt: string;
  updatedAt: string;
}

export interface ConsoleCampaignReply {
  id: string;
  productId: string;
  productTitle: string;
  kind: 'timed';
  title: string;
  state: CampaignState;
  size: number;
  windowMinutes: number;
  startsAt: string;
  endsAt: string;
  prices: { skuId: string; priceFen: number }[];
  perUserLimit: number | null;
  /** Groups with a paid member succeed at their deadline, full or not. */
  guaranteed: boolean;
  commission: {
    rateBp: number;
    /** For buyers who never paid before; absent: the same for everybody. */
    newBuyerRateBp?: number;
    /** What the campaign may spend on commission in all; absent: no cap. */
    budgetFen?: number;
    /** Reserved under the cap, for unpaid orders and live lines; absent: there never was one. */
    reservedFen?: number;
  };
  version: number;
  createdAt: string;
  groupCounts: { opening: number; forming: number; succeeded: number; failed: number };
}

export interface ConsoleGroupReply {
  id: string;
  campaignId: string;
  campaignTitle: string;
  productTitle: string;
  state: GroupState;
  size: number;
  takenCount: number;
  heldCount: number;
  /** Declared before the group opened: it succeeds at its deadline with whoever has paid. */
  guaranteed: boolean;
  /** It succeeded without being full, because it was guaranteed. */
  completedShort: boolean;
  closesAt: string | null;
  createdAt: string;
  members: GroupMemberReply[];
}

export interface ConsoleOrderCardReply {
  id: string;
  state: OrderState;
  groupId: string | null;
  buyer: { id: string; nickname: string };
  title: string;
  quantity: number;
  payFen: number;
  refundedFen: number;
  createdAt: string;
  paidAt: string | null;
  carrier: string | null;
  trackingNo: string | null;
  /** Paid after the order had been let go. */
  late: boolean;
  /** Money came for it that is not its payment. */
  odd: boolean;
}

/** A commission line, or an adjustment, as operators see it. */
export interface ConsoleCommissionReply extends Omit<CommissionLineReply, 'availableAt'> {
  distributor: { userId: string; nickname: string };
  availableAt: string | null;
}

export interface ConsoleOrderReply extends OrderReply {
  buyer: { id: string; nickname: string };
  payment: {
    outTradeNo: string;
    transactionId: string | null;
    state: PaymentState;
    late: boolean;
    /** What came as the order's payment; null when nothing did, or money that is no payment of it. */
    paidFen: number | null;
  };
  oddMoney: OddMoneyReply[];
  commissions: ConsoleCommissionReply[];
}

export interface ShipmentsImportReply {
  /** Rows that are now shipped, those shipped before with the same number included. */
  ok: number;
  /** 1-based row after the header. */
  errors: { row: number; code: string; message: string }[];
}

export interface ConsoleDistributorReply {
  id: string;
  /** The shop user's id. */
  userId: string;
  nickname: string;
  state: DistributorState;
  /** Their own rate for solo orders, basis points; null: the product's or the shop's. */
  rateBp: number | null;
  /** What is held back by the review of a suspended distributor, fen. */
  reviewFen: number;
  intro: string;
  reason: string | null;
  appliedAt: string;
  decidedAt: string | null;
  version: number;
}

export interface LedgerVerifyReply {
  ok: boolean;
  /** Transfers looked at. */
  checkedCount: number;
  /** Blocks whose root and chain were recomputed. */
  blockCount: number;
  firstBadTransferId?: string;
  /** What is wrong, in a word: `leaf`, `root`, `chain`, `missing`, `balance`, `sum`. */
  problem?: string;
}

export interface LedgerAccountReply {
  id: string;
  kind: string;
  /** The shop user a personal account belongs to. */
  userId: string | null;
  nickname: string | null;
  balanceFen: number;
}

export interface AuditEntryReply {
  id: string;
  at: string;
  operator: { id: string; name: string };
  action: string;
  subjectKind: string;
  subjectId: string;
  before: unknown;
  after: unknown;
}

export interface JobReply {
  id: string;
  topic: string;
  state: 'waiting' | 'failed';
  dueAt: string;
  attempts: number;
  lastError: string | null;
  payload: unknown;
}

export interface UploadReply {
  url: string;
}

export interface HealthReply {
  status: 'ok' | 'starting';
  database: boolean;
  jobs: boolean;
  wechat: boolean;
}
