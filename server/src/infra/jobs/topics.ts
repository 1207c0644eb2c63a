/** Everything that runs after a commit. Each topic has one queue and exactly one handler. */
export const jobTopics = [
  'order.hold-expired',
  'group.close',
  'refund.send',
  'refund.check',
  'shipment.upload',
  'order.auto-receive',
  'order.complete',
  'after-sale.due',
  'campaign.start',
  'campaign.end',
  'payment.check',
  'withdrawal.send',
  'withdrawal.check',
  'ledger.seal',
  'janitor.sweep',
  'reconciliation.plan',
  'reconciliation.run',
  'export.run',
  'export.expire',
] as const;

export type JobTopic = (typeof jobTopics)[number];

/** Topics that run by themselves, again and again, besides what the outbox asks for: the pause in between. */
export const recurringTopics: readonly { topic: JobTopic; everyMs: number }[] = [
  { topic: 'ledger.seal', everyMs: 3_000 },
  { topic: 'janitor.sweep', everyMs: 60_000 },
  { topic: 'reconciliation.plan', everyMs: 60_000 },
];
