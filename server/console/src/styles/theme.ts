import type { ThemeConfig } from 'antd';

/**
 * Design tokens of the console. Texts keep a contrast of 4.5:1 or more on white, which Ant Design's own
 * placeholder and description colours do not; the brand's red is left to the logo and to danger.
 */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#1d5bbf',
    colorInfo: '#1d5bbf',
    colorSuccess: '#1a7f45',
    colorWarning: '#9a6700',
    colorError: '#c7221a',
    // Ant Design mixes these from the dark tones above into muddy ones.
    colorInfoBg: '#eaf2fd',
    colorSuccessBg: '#e8f6ee',
    colorWarningBg: '#fff6dc',
    colorErrorBg: '#fdeeec',
    colorInfoBorder: '#b3cdf3',
    colorSuccessBorder: '#a9d9bd',
    colorWarningBorder: '#efd489',
    colorErrorBorder: '#f1b5b0',
    colorTextSecondary: 'rgba(0, 0, 0, 0.68)',
    colorTextTertiary: 'rgba(0, 0, 0, 0.6)',
    colorTextDescription: 'rgba(0, 0, 0, 0.6)',
    colorTextDisabled: 'rgba(0, 0, 0, 0.55)',
    colorTextPlaceholder: '#757575',
    colorBgLayout: '#f4f5f7',
    borderRadius: 6,
    fontFamily:
      "-apple-system, BlinkMacSystemFont, 'Segoe UI', 'PingFang SC', 'Hiragino Sans GB', " +
      "'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif",
  },
  components: {
    Layout: { headerBg: '#ffffff', siderBg: '#ffffff', headerPadding: '0 16px', headerHeight: 56 },
    Table: { headerBg: '#fafafa', cellPaddingBlockMD: 10, cellPaddingInlineMD: 12 },
    Descriptions: { itemPaddingBottom: 8 },
  },
};
