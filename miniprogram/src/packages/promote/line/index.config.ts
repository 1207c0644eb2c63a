export default definePageConfig({ navigationBarTitleText: '这笔怎么算', enablePullDownRefresh: true });
