interface Patch {
  [component: string]: Record<string, string>;
}

interface MiniPlatform {
  ctx: unknown;
  template?: { mergeComponents(ctx: unknown, patch: Patch): void };
}

interface PluginContext {
  registerMethod(method: { name: string; fn: (platform: MiniPlatform) => void }): void;
}

/** What a screen reader needs; Taro's templates leave it out. */
const ATTRIBUTES = {
  'aria-label': 'i.ariaLabel',
  'aria-role': 'i.ariaRole',
  'aria-hidden': 'i.ariaHidden',
};

/** A plugin of Taro's: boxes, texts and buttons hand names and roles on to WeChat's screen reader. */
export default function ariaPlugin(ctx: PluginContext): void {
  ctx.registerMethod({
    name: 'onSetupClose',
    fn: (platform) =>
      platform.template?.mergeComponents(platform.ctx, {
        View: ATTRIBUTES,
        Text: ATTRIBUTES,
        Button: ATTRIBUTES,
      }),
  });
}
