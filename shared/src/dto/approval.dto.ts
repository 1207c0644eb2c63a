import { IsIn, IsOptional } from 'class-validator';
import {
  approvalKinds,
  approvalTransitions,
  statesOf,
  type ApprovalKind,
  type ApprovalState,
} from '../states.js';
import { PageQuery } from './common.dto.js';

export class ApprovalsQuery extends PageQuery {
  @IsOptional()
  @IsIn(statesOf(approvalTransitions))
  state?: ApprovalState;

  @IsOptional()
  @IsIn(approvalKinds)
  kind?: ApprovalKind;
}
