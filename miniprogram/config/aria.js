/** What a screen reader needs; Taro's templates leave it out. */
const ATTRIBUTES = {
  'aria-label': 'i.ariaLabel',
  'aria-role': 'i.ariaRole',
  'aria-hidden': 'i.ariaHidden',
};

/**
 * A plugin of Taro's: boxes, texts and buttons hand names and roles on to WeChat's screen reader. Plain
 * JavaScript, because Taro loads plugins without compiling them.
 */
module.exports = (ctx) => {
  ctx.registerMethod({
    name: 'onSetupClose',
    fn: (platform) =>
      platform.template?.mergeComponents(platform.ctx, {
        View: ATTRIBUTES,
        Text: ATTRIBUTES,
        Button: ATTRIBUTES,
      }),
  });
};
