import { Body, Query } from '@nestjs/common';
import { EmptyBody, JobsQuery } from '@tuanlink/shared/dto';
import type { Page } from '@tuanlink/shared/paging';
import type { JobReply } from '@tuanlink/shared/replies';
import { RetryJobFlow } from '../../flows/jobs/retry-job.flow.js';
import { DeadLetters } from '../../infra/jobs/dead-letters.js';
import { Api, Bind } from '../http/bind.js';
import { Id, Staff, Subject } from '../http/params.js';
import type { OperatorIdentity } from '../http/request.js';
import { JobSubject } from '../subjects.js';

/** Jobs that wait, and those that failed for good. */
@Api()
export class JobsController {
  constructor(
    private readonly deadLetters: DeadLetters,
    private readonly retryFlow: RetryJobFlow,
  ) {}

  @Bind('console.jobs')
  list(@Query() query: JobsQuery): Promise<Page<JobReply>> {
    return this.deadLetters.list(query);
  }

  @Bind('console.job.retry')
  @Subject(JobSubject)
  retry(@Staff() operator: OperatorIdentity, @Id() id: string, @Body() _body: EmptyBody): Promise<JobReply> {
    return this.retryFlow.retry(operator, id);
  }
}
