import { Body, Query } from '@nestjs/common';
import {
  EmptyBody,
  PayeeBody,
  RequestWithdrawalBody,
  StatementQuery,
  WithdrawalPreviewQuery,
  WithdrawalsQuery,
} from '@tuanlink/shared/dto';
import type { Language } from '@tuanlink/shared/errors';
import { Payees } from '../../domains/withdrawals/payees.service.js';
import { DocumentsFlow } from '../../flows/withdraw/documents.flow.js';
import { WithdrawFlow } from '../../flows/withdraw/withdraw.flow.js';
import { WithdrawalViews } from '../../flows/withdraw/withdrawal.views.js';
import { Api, Bind } from '../http/bind.js';
import { fileReply } from '../http/file-reply.js';
import { Id, Lang, Me, Subject } from '../http/params.js';
import { WithdrawalSubject } from '../payout-subjects.js';

/** A distributor's money on its way to their wallet, and the papers about it. */
@Api()
export class ShopWithdrawalsController {
  constructor(
    private readonly withdraw: WithdrawFlow,
    private readonly payees: Payees,
    private readonly views: WithdrawalViews,
    private readonly documents: DocumentsFlow,
  ) {}

  @Bind('shop.payee')
  name(@Me() userId: string, @Body() { realName }: PayeeBody) {
    return this.payees.name(userId, realName);
  }

  @Bind('shop.withdrawal.preview')
  preview(@Me() userId: string, @Query() query: WithdrawalPreviewQuery) {
    return this.withdraw.preview(userId, query);
  }

  @Bind('shop.withdrawals')
  list(@Me() userId: string, @Query() query: WithdrawalsQuery) {
    return this.views.listOwn(userId, query);
  }

  @Bind('shop.withdrawal.request')
  request(@Me() userId: string, @Body() body: RequestWithdrawalBody) {
    return this.withdraw.request(userId, body);
  }

  @Bind('shop.withdrawal')
  read(@Me() userId: string, @Id() id: string) {
    return this.views.own(userId, id);
  }

  @Bind('shop.withdrawal.confirm')
  @Subject(WithdrawalSubject)
  confirm(@Me() userId: string, @Id() id: string, @Body() _body: EmptyBody) {
    return this.withdraw.confirm(userId, id);
  }

  @Bind('shop.withdrawal.receipt')
  async receipt(@Me() userId: string, @Id() id: string, @Lang() language: Language) {
    return fileReply(await this.documents.receiptPdf(id, userId, language));
  }

  @Bind('shop.withdrawal.receipt.csv')
  async receiptCsv(@Me() userId: string, @Id() id: string) {
    return fileReply(await this.documents.receiptCsv(id, userId));
  }

  @Bind('shop.statement')
  statement(@Me() userId: string, @Query() { month }: StatementQuery) {
    return this.documents.statement(userId, month);
  }

  @Bind('shop.statement.csv')
  async statementCsv(@Me() userId: string, @Query() { month }: StatementQuery) {
    return fileReply(await this.documents.statementCsv(userId, month));
  }

  @Bind('shop.statement.pdf')
  async statementPdf(@Me() userId: string, @Query() { month }: StatementQuery, @Lang() language: Language) {
    return fileReply(await this.documents.statementPdf(userId, month, language));
  }
}
