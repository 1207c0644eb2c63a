/// <reference types="@tarojs/taro" />

declare module '*.scss';
declare module '*.png' {
  const url: string;
  export default url;
}

declare namespace NodeJS {
  interface ProcessEnv {
    /** The build's target. */
    TARO_ENV: 'weapp' | 'h5';
    /** Address of the API for the mini program, without a trailing slash. */
    TARO_APP_API: string;
  }
}

interface Window {
  /** What the API tells the H5 build at run time, in `/env.js`. */
  __TUANLINK__?: {
    /** Address of the WeChat sandbox; null in production, where logging in and paying need WeChat. */
    sandboxUrl: string | null;
  };
}
