import { Query } from '@nestjs/common';
import { StatementQuery } from '@tuanlink/shared/dto';
import type { Language } from '@tuanlink/shared/errors';
import { DocumentsFlow } from '../../flows/withdraw/documents.flow.js';
import { Api, Bind } from '../http/bind.js';
import { fileReply } from '../http/file-reply.js';
import { Id, Lang } from '../http/params.js';

/** Papers about money that distributors earned and were paid. */
@Api()
export class ConsoleStatementsController {
  constructor(private readonly documents: DocumentsFlow) {}

  @Bind('console.statement')
  async statement(@Id() id: string, @Query() { month }: StatementQuery) {
    return this.documents.statement(await this.documents.userOf(id), month);
  }

  @Bind('console.statement.csv')
  async statementCsv(@Id() id: string, @Query() { month }: StatementQuery) {
    return fileReply(await this.documents.statementCsv(await this.documents.userOf(id), month));
  }

  @Bind('console.statement.pdf')
  async statementPdf(@Id() id: string, @Query() { month }: StatementQuery, @Lang() language: Language) {
    return fileReply(await this.documents.statementPdf(await this.documents.userOf(id), month, language));
  }

  @Bind('console.withdrawal.receipt')
  async receipt(@Id() id: string, @Lang() language: Language) {
    return fileReply(await this.documents.receiptPdf(id, undefined, language));
  }

  @Bind('console.withdrawal.receipt.csv')
  async receiptCsv(@Id() id: string) {
    return fileReply(await this.documents.receiptCsv(id, undefined));
  }

  @Bind('console.payoutRun.csv')
  async payoutRun(@Id() id: string) {
    return fileReply(await this.documents.payoutRunCsv(id));
  }
}
