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
import { CARRIER_MAX, REASON_MAX, RETURN_ADDRESS_MAX, TRACKING_NO } from '../limits.js';
import { MAX_FEN } from '../money.js';
import {
  EVIDENCE_MAX,
  afterSaleKinds,
  afterSaleReasons,
  afterSaleTransitions,
  statesOf,
  type AfterSaleKind,
  type AfterSaleReason,
  type AfterSaleState,
} from '../states.js';
import { PICTURE_PATH } from './catalog.dto.js';
import { PageQuery } from './common.dto.js';
import { ORDER_LINES_MAX, QUANTITY_MAX } from './order.dto.js';

/** Pieces of one order line that a buyer wants money back for. */
export class AfterSaleLineBody {
  @IsUUID()
  orderLineId!: string;

  @IsInt()
  @Min(1)
  @Max(QUANTITY_MAX)
  quantity!: number;
}

/** A buyer asks for money back, with or without the goods. */
export class ApplyAfterSaleBody {
  @IsIn(afterSaleKinds)
  kind!: AfterSaleKind;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(ORDER_LINES_MAX)
  @ValidateNested({ each: true })
  @Type(() => AfterSaleLineBody)
  lines!: AfterSaleLineBody[];

  @IsIn(afterSaleReasons)
  reason!: AfterSaleReason;

  /** In the buyer's own words. */
  @IsOptional()
  @IsString()
  @Length(0, REASON_MAX)
  words?: string;

  /** Evidence: pictures uploaded before. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(EVIDENCE_MAX)
  @IsString({ each: true })
  @Matches(PICTURE_PATH, { each: true })
  pictures?: string[];

  /** Fen, at most what the pieces cost; that, when absent. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_FEN)
  refundFen?: number;
}

/** The buyer has sent the goods back. */
export class TrackReturnBody {
  @IsString()
  @Length(1, CARRIER_MAX)
  @Matches(/^[^,\r\n]+$/)
  carrier!: string;

  @IsString()
  @Matches(TRACKING_NO)
  trackingNo!: string;
}

export class ShopAfterSalesQuery extends PageQuery {
  @IsOptional()
  @IsUUID()
  orderId?: string;
}

export class ConsoleAfterSalesQuery extends PageQuery {
  @IsOptional()
  @IsIn(statesOf(afterSaleTransitions))
  state?: AfterSaleState;

  @IsOptional()
  @IsUUID()
  orderId?: string;

  /** `true`: only those whose time to be dealt with has passed. */
  @IsOptional()
  @IsIn(['true'])
  overdue?: 'true';
}

/** An operator allows what a buyer asked for, or less of it. */
export class ApproveAfterSaleBody {
  /** Fen, at most what was asked for; that, when absent. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_FEN)
  refundFen?: number;

  /** Told to the buyer; needed where the amount is lowered. */
  @IsOptional()
  @IsString()
  @Length(1, REASON_MAX)
  note?: string;

  /** Where returned goods go; absent: where the last ones went. */
  @IsOptional()
  @IsString()
  @Length(1, RETURN_ADDRESS_MAX)
  returnAddress?: string;
}

/** How the shop deals with after-sales by itself. What is absent stays. */
export class AfterSaleSettingsBody {
  /** Hours within which an operator should decide. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(720)
  decideHours?: number;

  /** Days within which goods that come back must be on their way. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(60)
  returnDays?: number;

  /** Days after which goods on their way back count as received. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(60)
  receiveDays?: number;

  /** Fen of one order, in all, up to which whole pieces are paid back at once, before shipping; 0: never. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_FEN)
  autoApproveFen?: number;

  /** Whether money alone is approved when nobody decides in time; before shipping only for whole pieces. */
  @IsOptional()
  @IsBoolean()
  approveOverdue?: boolean;

  @IsOptional()
  @IsString()
  @Length(1, RETURN_ADDRESS_MAX)
  returnAddress?: string;
}
