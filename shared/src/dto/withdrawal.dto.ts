import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { REASON_MAX, REFERENCE_MAX } from '../limits.js';
import { MAX_FEN } from '../money.js';
import {
  payoutRunTransitions,
  statesOf,
  taxRuleIds,
  withdrawalTransitions,
  type PayoutRunState,
  type TaxRuleId,
  type WithdrawalState,
} from '../states.js';
import { PageQuery, readDigits } from './common.dto.js';

/** Withdrawals of one payout run. */
export const PAYOUT_RUN_MAX = 500;
/** The smallest withdrawal a shop may allow, fen: below it WeChat checks no name and gives no receipt. */
export const WITHDRAWAL_FEN_MIN = 30;
/** From this amount on WeChat itself wants the payee's real name, fen. */
export const REAL_NAME_FROM_FEN_MAX = 200_000;
/** A month in China: 2026-11. */
export const MONTH = /^20[0-9]{2}-(0[1-9]|1[0-2])$/;

/**
 * Asks for money to be paid out. The client makes `requestId` and stores it before sending: the same id with
 * the same amount gives the same answer, with another amount 409 `request.reused`.
 */
export class RequestWithdrawalBody {
  @IsString()
  @Matches(/^[0-9A-Za-z_-]{1,64}$/)
  requestId!: string;

  @IsInt()
  @Min(1)
  @Max(MAX_FEN)
  amountFen!: number;
}

/** What a withdrawal of `amountFen` would come to; without an amount only what is possible. */
export class WithdrawalPreviewQuery {
  @IsOptional()
  @Transform(readDigits)
  @IsInt()
  @Min(1)
  @Max(999_999_999)
  amountFen?: number;
}

/** The name as it stands in the payee's WeChat wallet; 2–50 characters, no digits, no signs. */
export class PayeeBody {
  @IsString()
  @Matches(/^[^\s\d<>=+@"|\\/][^\d\n\r\t<>=+@"|\\/]{0,48}[^\s\d<>=+@"|\\/]$/)
  realName!: string;
}

export class WithdrawalsQuery extends PageQuery {
  @IsOptional()
  @IsIn(statesOf(withdrawalTransitions))
  state?: WithdrawalState;
}

/** Withdrawals as operators look for them. `distributorId`: the distributor's id, or their shop user's. */
export class ConsoleWithdrawalsQuery extends WithdrawalsQuery {
  @IsOptional()
  @IsUUID()
  distributorId?: string;

  @IsOptional()
  @IsUUID()
  runId?: string;
}

/** Which month a statement is about; the present one when absent. */
export class StatementQuery {
  @IsOptional()
  @IsString()
  @Matches(MONTH)
  month?: string;
}

export class PayoutRunsQuery extends PageQuery {
  @IsOptional()
  @IsIn(statesOf(payoutRunTransitions))
  state?: PayoutRunState;
}

/** Makes a draft of these withdrawals; without ids, of all that can be paid out, the oldest 500 first. */
export class CreatePayoutRunBody {
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(PAYOUT_RUN_MAX)
  @IsUUID(undefined, { each: true })
  withdrawalIds?: string[];
}

/** Approves a run. Another amount than the run's answers 409 `payout.amount_changed`. */
export class ApprovePayoutRunBody {
  /** The sum of the run as the approver saw and typed it. */
  @IsInt()
  @Min(1)
  @Max(MAX_FEN)
  amountFen!: number;
}

/** Part of the rules of withdrawals; absent fields stay. Another operator has to allow the change. */
export class PatchWithdrawalRulesBody {
  @IsOptional()
  @IsInt()
  @Min(WITHDRAWAL_FEN_MIN)
  @Max(100_000)
  minFen?: number;

  /** The largest single withdrawal. */
  @IsOptional()
  @IsInt()
  @Min(100_000)
  @Max(MAX_FEN)
  maxFen?: number;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000)
  dayCount?: number;

  @IsOptional()
  @IsInt()
  @Min(100_000)
  @Max(MAX_FEN)
  dayFen?: number;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_000)
  monthCount?: number;

  @IsOptional()
  @IsInt()
  @Min(100_000)
  @Max(MAX_FEN)
  monthFen?: number;

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(REAL_NAME_FROM_FEN_MAX)
  realNameFromFen?: number;

  @IsOptional()
  @IsIn(taxRuleIds)
  taxRule?: TaxRuleId;

  /** Why; the operator who decides reads it. */
  @IsString()
  @Length(1, REASON_MAX)
  reason!: string;

  /** The version the operator saw. */
  @IsInt()
  @Min(1)
  @Max(2_000_000_000)
  version!: number;
}

/** Tax withheld in a month was handed over to the tax authority. Another operator has to allow the entry. */
export class TaxHandoverBody {
  @IsString()
  @Matches(MONTH)
  month!: string;

  @IsInt()
  @Min(1)
  @Max(MAX_FEN)
  amountFen!: number;

  /** Number of the bank's or the authority's receipt. */
  @IsString()
  @Length(1, REFERENCE_MAX)
  reference!: string;

  @IsString()
  @Length(1, REASON_MAX)
  reason!: string;
}
