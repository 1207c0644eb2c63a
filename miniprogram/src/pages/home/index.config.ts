export default definePageConfig({ navigationBarTitleText: '团链', enablePullDownRefresh: true });
