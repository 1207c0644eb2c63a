import path from 'node:path';
import { defineConfig } from '@tarojs/cli';

const shared = path.resolve(__dirname, '../../shared');

/** Both ship syntax that Taro's minifier or an old phone cannot read unless Babel has seen it. */
const transpiled = [
  (file: string) => file.startsWith(shared) || /node_modules[\\/]@tanstack[\\/]/.test(file),
];

/** One unit is one point of a 375-point wide phone. */
const DESIGN_WIDTH = 375;

export default defineConfig<'webpack5'>({
  projectName: 'tuanlink',
  date: '2026-11-22',
  designWidth: DESIGN_WIDTH,
  deviceRatio: { [DESIGN_WIDTH]: 2 },
  sourceRoot: 'src',
  outputRoot: `dist/${process.env.TARO_ENV ?? 'weapp'}`,
  plugins: [path.resolve(__dirname, 'aria.js')],
  framework: 'react',
  compiler: { type: 'webpack5', prebundle: { enable: false } },
  cache: { enable: false },
  mini: {
    compile: { include: transpiled },
    postcss: { pxtransform: { enable: true, config: {} }, cssModules: { enable: false } },
    optimizeMainPackage: { enable: true },
    // The order in which pages load their styles does not matter: every class belongs to one component.
    miniCssExtractPluginOption: { ignoreOrder: true },
    webpackChain(chain, webpack) {
      // The service layer of WeChat has no AbortController, which react-query needs.
      chain.plugin('abort-controller').use(webpack.ProvidePlugin, [
        {
          AbortController: [path.resolve(__dirname, '../src/platform/abort-controller.ts'), 'AbortSwitch'],
        },
      ]);
    },
  },
  h5: {
    compile: { include: transpiled },
    publicPath: '/',
    staticDirectory: 'static',
    router: { mode: 'hash' },
    postcss: {
      autoprefixer: { enable: true },
      // On a wide screen the app stays a column of the size of a large phone.
      pxtransform: { enable: true, config: { baseFontSize: 20, minRootSize: 17, maxRootSize: 22 } },
      cssModules: { enable: false },
    },
    miniCssExtractPluginOption: { ignoreOrder: true },
    output: { filename: 'js/[name].[contenthash:8].js', chunkFilename: 'js/[name].[contenthash:8].js' },
    webpackChain(chain) {
      // Without this every page would carry its own copy of the components of Taro.
      chain.optimization.splitChunks({
        chunks: 'all',
        cacheGroups: {
          default: false,
          defaultVendors: false,
          shared: { name: 'shared', minChunks: 2, priority: 1, enforce: true },
        },
      });
    },
  },
});
