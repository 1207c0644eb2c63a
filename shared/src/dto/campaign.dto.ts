import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsDefined,
  IsIn,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import {
  GROUP_SIZE_MAX,
  GROUP_SIZE_MIN,
  PER_USER_MAX,
  SKUS_MAX,
  TITLE_MAX,
  WINDOW_MINUTES_MAX,
} from '../limits.js';
import { MAX_FEN } from '../money.js';
import {
  campaignTransitions,
  type CampaignState,
  type GroupState,
  groupTransitions,
  statesOf,
} from '../states.js';
import { CampaignCommissionBody } from './commission.dto.js';
import { PageQuery } from './common.dto.js';
import { Nullable } from './nullable.js';

/** The price of one SKU inside a group. */
export class CampaignPriceBody {
  @IsUUID()
  skuId!: string;

  @IsInt()
  @Min(1)
  @Max(MAX_FEN)
  priceFen!: number;
}

/** A timed campaign: groups of `size` people that fill within `windowMinutes` of the opener's payment. */
export class CreateCampaignBody {
  @IsUUID()
  productId!: string;

  @IsIn(['timed'])
  kind!: 'timed';

  @IsString()
  @Length(1, TITLE_MAX)
  title!: string;

  @IsInt()
  @Min(GROUP_SIZE_MIN)
  @Max(GROUP_SIZE_MAX)
  size!: number;

  @IsInt()
  @Min(1)
  @Max(WINDOW_MINUTES_MAX)
  windowMinutes!: number;

  /** May be past: publishing then starts the campaign at once. */
  @IsISO8601({ strict: true, strictSeparator: true })
  startsAt!: string;

  @IsISO8601({ strict: true, strictSeparator: true })
  endsAt!: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(SKUS_MAX)
  @ValidateNested({ each: true })
  @Type(() => CampaignPriceBody)
  prices!: CampaignPriceBody[];

  /** Group orders one person may have in this campaign, refunded and cancelled ones aside. */
  @IsOptional()
  @Nullable()
  @IsInt()
  @Min(1)
  @Max(PER_USER_MAX)
  perUserLimit?: number | null;

  /**
   * The shop promises that a group with at least one paid member succeeds at its deadline, full or not. False
   * when absent.
   */
  @IsOptional()
  @IsBoolean()
  guaranteed?: boolean;

  @IsDefined()
  @ValidateNested()
  @Type(() => CampaignCommissionBody)
  commission!: CampaignCommissionBody;
}

/** Part of a campaign; absent fields stay. Groups already open keep the terms they were opened with. */
export class PatchCampaignBody {
  @IsOptional()
  @IsString()
  @Length(1, TITLE_MAX)
  title?: string;

  @IsOptional()
  @IsInt()
  @Min(GROUP_SIZE_MIN)
  @Max(GROUP_SIZE_MAX)
  size?: number;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(WINDOW_MINUTES_MAX)
  windowMinutes?: number;

  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  startsAt?: string;

  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  endsAt?: string;

  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(SKUS_MAX)
  @ValidateNested({ each: true })
  @Type(() => CampaignPriceBody)
  prices?: CampaignPriceBody[];

  /** Null lifts the limit. */
  @IsOptional()
  @Nullable()
  @IsInt()
  @Min(1)
  @Max(PER_USER_MAX)
  perUserLimit?: number | null;

  /** For groups that open from now on; see `CreateCampaignBody`. */
  @IsOptional()
  @IsBoolean()
  guaranteed?: boolean;

  @IsOptional()
  @ValidateNested()
  @Type(() => CampaignCommissionBody)
  commission?: CampaignCommissionBody;

  /** The version the operator saw. */
  @IsInt()
  @Min(1)
  @Max(2_000_000_000)
  version!: number;
}

export class CampaignsQuery extends PageQuery {
  @IsOptional()
  @IsIn(statesOf(campaignTransitions))
  state?: CampaignState;

  @IsOptional()
  @IsUUID()
  productId?: string;
}

export class GroupsQuery extends PageQuery {
  @IsOptional()
  @IsIn(statesOf(groupTransitions))
  state?: GroupState;

  @IsOptional()
  @IsUUID()
  campaignId?: string;
}

/** `mine`: groups the user is in; `open`: forming groups anyone may join, fullest first. */
export class ShopGroupsQuery extends PageQuery {
  @IsOptional()
  @IsIn(['open', 'mine'])
  scope?: 'open' | 'mine';
}

/** The share through which a group is being looked at. */
export class GroupQuery {
  @IsOptional()
  @IsString()
  @Length(0, 64)
  share?: string;
}
