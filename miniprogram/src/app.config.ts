export default defineAppConfig({
  pages: ['pages/home/index', 'pages/groups/index', 'pages/orders/index', 'pages/me/index'],
  subPackages: [
    {
      root: 'packages/buy',
      pages: ['product/index', 'group/index', 'checkout/index', 'result/index'],
    },
    {
      root: 'packages/order',
      pages: ['detail/index', 'after-sale-apply/index', 'after-sales/index', 'after-sale/index'],
    },
    { root: 'packages/promote', pages: ['centre/index', 'ledger/index', 'line/index', 'withdraw/index'] },
    { root: 'packages/account', pages: ['addresses/index', 'address/index'] },
  ],
  preloadRule: {
    'pages/home/index': { network: 'all', packages: ['packages/buy'] },
    'pages/groups/index': { network: 'all', packages: ['packages/buy'] },
    'pages/orders/index': { network: 'all', packages: ['packages/order'] },
  },
  window: {
    backgroundTextStyle: 'dark',
    backgroundColor: '#f6f5f2',
    navigationBarBackgroundColor: '#ffffff',
    navigationBarTitleText: '团链',
    navigationBarTextStyle: 'black',
  },
  tabBar: {
    color: '#5e5853',
    selectedColor: '#d4231a',
    backgroundColor: '#ffffff',
    borderStyle: 'white',
    list: [tab('home', '首页'), tab('groups', '拼团'), tab('orders', '订单'), tab('me', '我的')],
  },
  requiredPrivateInfos: ['chooseAddress'],
  lazyCodeLoading: 'requiredComponents',
});

function tab(name: string, text: string) {
  return {
    pagePath: `pages/${name}/index`,
    text,
    iconPath: `assets/tabs/${name}.png`,
    selectedIconPath: `assets/tabs/${name}-on.png`,
  };
}
