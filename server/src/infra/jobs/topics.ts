/** Everything that runs after a commit. Each topic has one queue and exactly one handler. */
export const jobTopics = [
  'order.hold-expired',
  'group.close',
  'refund.send',
  'refund.check',
  'shipment.upload',
  'order.auto-receive',
  'order.complete',
  'campaign.start',
  'campaign.end',
  'payment.check',
  'ledger.seal',
] as const;

export type JobTopic = (typeof jobTopics)[number];
