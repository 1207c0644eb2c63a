/** What WeChat wants to know of a commission, and what it shows the payee; always Chinese like WeChat itself. */
export const transferTerms = {
  sceneId: '1005',
  reports: [
    { type: '岗位类型', content: '推广员' },
    { type: '报酬说明', content: '商品推广佣金' },
  ],
  remark: '推广佣金提现',
} as const;
