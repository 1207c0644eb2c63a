import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { REASON_MAX, REFERENCE_MAX, REFUND_REASON_MAX } from '../limits.js';
import { MAX_FEN } from '../money.js';
import { refundTransitions, statesOf, type RefundState } from '../states.js';
import { PageQuery } from './common.dto.js';
import { ORDER_LINES_MAX, QUANTITY_MAX } from './order.dto.js';

/** What is given back of one order line. */
export class RefundLineBody {
  @IsUUID()
  orderLineId!: string;

  /** Pieces that are given back; 0 lowers the price of pieces that are kept. */
  @IsInt()
  @Min(0)
  @Max(QUANTITY_MAX)
  quantity!: number;

  /** Fen; absent: what these pieces cost, exact to the fen over all of them. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_FEN)
  amountFen?: number;
}

/** An operator asks to give money back without the buyer's request; another operator must approve it. */
export class OperatorRefundBody {
  @IsArray()
  @ArrayMaxSize(ORDER_LINES_MAX)
  @ValidateNested({ each: true })
  @Type(() => RefundLineBody)
  lines!: RefundLineBody[];

  /** Shipping that is given back, fen; none when absent. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_FEN)
  shippingFen?: number;

  /** Told to the buyer. */
  @IsString()
  @Length(1, REFUND_REASON_MAX)
  reason!: string;
}

/** The buyer has the money by another way than WeChat. Another operator must approve it. */
export class SettleRefundBody {
  /** Number of the bank transfer or the like. */
  @IsString()
  @Length(1, REFERENCE_MAX)
  reference!: string;

  @IsString()
  @Length(1, REASON_MAX)
  reason!: string;
}

export class RefundsQuery extends PageQuery {
  @IsOptional()
  @IsIn(statesOf(refundTransitions))
  state?: RefundState;

  @IsOptional()
  @IsUUID()
  orderId?: string;
}
