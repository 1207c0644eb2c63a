import { Type } from 'class-transformer';
import {
  Equals,
  IsDefined,
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
import {
  commissionTransitions,
  distributorTransitions,
  reasonCodes,
  shareChannels,
  shareTargetKinds,
  statesOf,
} from '../states.js';
import type {
  CommissionState,
  DistributorState,
  ReasonCode,
  ShareChannel,
  ShareTargetKind,
} from '../states.js';
import { PageQuery } from './common.dto.js';

export class ShareTargetBody {
  @IsIn(shareTargetKinds)
  kind!: ShareTargetKind;

  @IsUUID()
  id!: string;
}

/** Makes a share link. Without `parentToken` the sharer's own current attribution is the parent. */
export class CreateShareBody {
  @IsDefined()
  @ValidateNested()
  @Type(() => ShareTargetBody)
  target!: ShareTargetBody;

  @IsIn(shareChannels)
  channel!: ShareChannel;

  @IsOptional()
  @IsString()
  @Matches(/^[0-9A-Za-z]{10}$/)
  parentToken?: string;
}

/** A share was opened. `visitorId` is a UUID the client made; `scene` is WeChat's launch scene number. */
export class RecordVisitBody {
  @IsString()
  @Matches(/^[0-9A-Za-z]{10}$/)
  token!: string;

  @IsUUID()
  visitorId!: string;

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100_000)
  scene?: number;
}

/** Applies to become a distributor; the rules must be agreed to. */
export class DistributorApplicationBody {
  @Equals(true)
  agreeToRules!: true;

  @IsOptional()
  @IsString()
  @Length(0, 500)
  intro?: string;
}

export class CommissionsQuery extends PageQuery {
  @IsOptional()
  @IsIn(statesOf(commissionTransitions))
  state?: CommissionState;
}

export class ConsoleCommissionsQuery extends CommissionsQuery {
  @IsOptional()
  @IsUUID()
  distributorId?: string;

  @IsOptional()
  @IsUUID()
  orderId?: string;

  @IsOptional()
  @IsIn(reasonCodes)
  reasonCode?: ReasonCode;
}

export class DistributorsQuery extends PageQuery {
  @IsOptional()
  @IsIn(statesOf(distributorTransitions))
  state?: DistributorState;
}
