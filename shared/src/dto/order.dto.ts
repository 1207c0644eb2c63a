import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { CARRIER_MAX, ORDER_NOTE_MAX, SHIPMENT_CHARS_MAX, TRACKING_NO } from '../limits.js';
import { MAX_FEN } from '../money.js';
import { type MoneyFlag, moneyFlags, orderTransitions, type OrderState, statesOf } from '../states.js';
import { PageQuery } from './common.dto.js';

/** Distinct SKUs in one order. */
export const ORDER_LINES_MAX = 20;
/** Pieces of one SKU in one order. */
export const QUANTITY_MAX = 999;

export class OrderLineBody {
  @IsUUID()
  skuId!: string;

  @IsInt()
  @Min(1)
  @Max(QUANTITY_MAX)
  quantity!: number;
}

/**
 * What somebody wants to buy. `campaignId` alone opens a group, with `groupId` it joins that group,
 * with neither it buys alone at the ordinary price.
 */
export class CartBody {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(ORDER_LINES_MAX)
  @ValidateNested({ each: true })
  @Type(() => OrderLineBody)
  lines!: OrderLineBody[];

  @IsOptional()
  @IsUUID()
  campaignId?: string;

  @IsOptional()
  @IsUUID()
  groupId?: string;

  /** Counts as a visit through this share at this moment. */
  @IsOptional()
  @IsString()
  @Matches(/^[0-9A-Za-z]{10}$/)
  shareToken?: string;

  /** Show name and picture to the other members. False when absent. */
  @IsOptional()
  @IsBoolean()
  showFace?: boolean;

  @IsOptional()
  @IsString()
  @Length(0, ORDER_NOTE_MAX)
  note?: string;
}

/** Asks what an order would cost. */
export class QuoteBody extends CartBody {
  @IsOptional()
  @IsUUID()
  addressId?: string;
}

/**
 * Places an order. The client makes `requestId` and stores it before sending: the same id with the same
 * input gives the same answer, with other input 409 `request.reused`.
 */
export class PlaceOrderBody extends CartBody {
  @IsString()
  @Matches(/^[0-9A-Za-z_-]{1,64}$/)
  requestId!: string;

  @IsUUID()
  addressId!: string;

  /** The amount the buyer saw and accepted; another price answers 409 `price.changed` with the quote. */
  @IsInt()
  @Min(0)
  @Max(MAX_FEN)
  expectPayFen!: number;
}

export class OrdersQuery extends PageQuery {
  @IsOptional()
  @IsIn(statesOf(orderTransitions))
  state?: OrderState;
}

/** Orders as operators look for them. */
export class ConsoleOrdersQuery extends OrdersQuery {
  @IsOptional()
  @IsIn(moneyFlags)
  money?: MoneyFlag;

  @IsOptional()
  @IsUUID()
  groupId?: string;
}

/** What left the house. `carrier` is the carrier's code as WeChat lists it (SF, YTO, ZTO …). */
export class ShipBody {
  @IsString()
  @Length(1, CARRIER_MAX)
  carrier!: string;

  @IsString()
  @Matches(TRACKING_NO)
  trackingNo!: string;
}

/** CSV with the header `order_id,carrier,tracking_no`; at most 1,000 rows. */
export class ShipmentsImportBody {
  @IsString()
  @Length(1, SHIPMENT_CHARS_MAX)
  csv!: string;
}
