import { IsInt, IsISO8601, IsOptional, IsString, IsUUID, Length, Max, Min, NotEquals } from 'class-validator';
import { ADJUSTMENT_FEN_MAX, REASON_MAX } from '../limits.js';
import { MAX_FEN, MAX_RATE_BP } from '../money.js';
import { CommissionBody } from './catalog.dto.js';
import { ReasonBody } from './common.dto.js';
import { Nullable } from './nullable.js';

/** Commission of a campaign's group orders. Absent fields stay when a campaign is changed. */
export class CampaignCommissionBody extends CommissionBody {
  /** Rate for buyers who never paid before; null = the same for everybody. Groups keep theirs. */
  @IsOptional()
  @Nullable()
  @IsInt()
  @Min(0)
  @Max(MAX_RATE_BP)
  newBuyerRateBp?: number | null;

  /**
   * What the campaign may spend on commission in all; null = no cap. Counts from when it is set; below what
   * is reserved already it is refused with 409 `budget.below_reserved`.
   */
  @IsOptional()
  @Nullable()
  @IsInt()
  @Min(1)
  @Max(MAX_FEN)
  budgetFen?: number | null;
}

/** Part of a distributor that an operator sets. Absent fields stay. */
export class PatchDistributorBody {
  /** Used for solo orders instead of the product's or the shop's rate; null = no rate of their own. */
  @IsOptional()
  @Nullable()
  @IsInt()
  @Min(1)
  @Max(MAX_RATE_BP)
  rateBp?: number | null;

  /** The version the operator saw. */
  @IsInt()
  @Min(1)
  @Max(2_000_000_000)
  version!: number;
}

/** Gives to a distributor, or takes from them, apart from any order line. Needs a second person. */
export class AdjustmentBody extends ReasonBody {
  /** Fen, never 0; negative takes. */
  @IsInt()
  @NotEquals(0)
  @Min(-ADJUSTMENT_FEN_MAX)
  @Max(ADJUSTMENT_FEN_MAX)
  amountFen!: number;

  /** The order it is about. */
  @IsOptional()
  @IsUUID()
  orderId?: string;
}

/** Proposes the next version of the shop-wide rules. Needs a second person, and at least 7 days' notice. */
export class CommissionRulesBody {
  /** Rate of a solo purchase of a product without a rate of its own. */
  @IsInt()
  @Min(0)
  @Max(MAX_RATE_BP)
  defaultRateBp!: number;

  /** The same for buyers who never paid before; null or absent = no other rate. */
  @IsOptional()
  @Nullable()
  @IsInt()
  @Min(0)
  @Max(MAX_RATE_BP)
  newBuyerRateBp?: number | null;

  /** Days for which a visit counts. */
  @IsInt()
  @Min(1)
  @Max(365)
  visitWindowDays!: number;

  /** Days for which a paid order binds its buyer. */
  @IsInt()
  @Min(0)
  @Max(3_650)
  bindingDays!: number;

  /** Days after binding in which nobody else's visit wins; at most `bindingDays`. */
  @IsInt()
  @Min(0)
  @Max(365)
  protectionDays!: number;

  /** Absent: as early as the notice allows when it is approved. */
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  effectiveAt?: string;

  /** Why, for the second person. 1–500 characters. */
  @IsString()
  @Length(1, REASON_MAX)
  reason!: string;
}
