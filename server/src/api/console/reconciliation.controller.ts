import { Body, Query } from '@nestjs/common';
import {
  DifferencesQuery,
  EmptyBody,
  ExceptionsQuery,
  ImportBillBody,
  PageQuery,
  ResolveDifferenceBody,
} from '@tuanlink/shared/dto';
import { DifferenceDeskFlow } from '../../flows/reconcile/difference-desk.flow.js';
import { ExceptionViews } from '../../flows/reconcile/exceptions.views.js';
import { ReconcileDeskFlow } from '../../flows/reconcile/reconcile-desk.flow.js';
import { ReconciliationViews } from '../../flows/reconcile/reconciliation.views.js';
import { Api, Bind } from '../http/bind.js';
import { Day, Id, Staff, Subject } from '../http/params.js';
import type { OperatorIdentity } from '../http/request.js';
import { DaySubject, DifferenceSubject } from '../subjects.js';

/** Days compared with WeChat's bills, their differences, and what must not be left lying. */
@Api()
export class ConsoleReconciliationController {
  constructor(
    private readonly views: ReconciliationViews,
    private readonly desk: ReconcileDeskFlow,
    private readonly differences: DifferenceDeskFlow,
    private readonly exceptions: ExceptionViews,
  ) {}

  @Bind('console.reconciliation')
  listDays(@Query() query: PageQuery) {
    return this.views.listDays(query);
  }

  @Bind('console.reconciliation.day')
  day(@Day() day: string) {
    return this.views.day(day);
  }

  @Bind('console.reconciliation.run')
  @Subject(DaySubject)
  run(@Staff() operator: OperatorIdentity, @Day() day: string, @Body() _body: EmptyBody) {
    return this.desk.runAgain(operator, day);
  }

  @Bind('console.reconciliation.import')
  @Subject(DaySubject)
  importBill(@Staff() operator: OperatorIdentity, @Day() day: string, @Body() body: ImportBillBody) {
    return this.desk.importBill(operator, day, body);
  }

  @Bind('console.differences')
  listDifferences(@Query() query: DifferencesQuery) {
    return this.views.listDifferences(query);
  }

  @Bind('console.difference.ask')
  @Subject(DifferenceSubject)
  ask(@Staff() operator: OperatorIdentity, @Id() id: string, @Body() _body: EmptyBody) {
    return this.differences.ask(operator, id);
  }

  @Bind('console.difference.resolve')
  @Subject(DifferenceSubject)
  resolve(@Staff() operator: OperatorIdentity, @Id() id: string, @Body() body: ResolveDifferenceBody) {
    return this.differences.resolve(operator, id, body.note);
  }

  @Bind('console.exceptions')
  listExceptions(@Query() query: ExceptionsQuery) {
    return this.exceptions.list(query);
  }

  @Bind('console.exceptions.counts')
  counts() {
    return this.exceptions.counts();
  }
}
