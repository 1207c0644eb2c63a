import { Body, Headers, Query } from '@nestjs/common';
import { CreateExportBody, ExportsQuery } from '@tuanlink/shared/dto';
import { ExportRequestFlow } from '../../flows/export/export-request.flow.js';
import { ExportViews } from '../../flows/export/export.views.js';
import { Api, Bind } from '../http/bind.js';
import { streamReply } from '../http/file-reply.js';
import { Id, Staff } from '../http/params.js';
import type { OperatorIdentity } from '../http/request.js';

/** Files with what the shop knows. */
@Api()
export class ConsoleExportsController {
  constructor(
    private readonly views: ExportViews,
    private readonly requests: ExportRequestFlow,
  ) {}

  @Bind('console.exports')
  list(@Query() query: ExportsQuery) {
    return this.views.list(query);
  }

  @Bind('console.export.create')
  create(
    @Staff() operator: OperatorIdentity,
    @Body() body: CreateExportBody,
    @Headers('accept-language') language: string | undefined,
  ) {
    return this.requests.create(operator, body, language);
  }

  @Bind('console.export')
  read(@Id() id: string) {
    return this.views.get(id);
  }

  @Bind('console.export.file')
  async file(@Staff() operator: OperatorIdentity, @Id() id: string) {
    return streamReply(await this.requests.open(operator, id));
  }
}
