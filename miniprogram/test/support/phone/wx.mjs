/** WeChat's API as the mini program sees it: what is asked of WeChat or the network goes to the spec. */

/** @typedef {import('./messages.d.ts').Ask} Ask */
/** @typedef {import('./messages.d.ts').Note} Note */
/** @typedef {import('./messages.d.ts').PhoneSettings} PhoneSettings */
/** @typedef {{ success?: Function, fail?: Function, complete?: Function } & { [name: string]: any }} Options */

/**
 * @typedef {object} Phone what the API needs from the rest
 * @property {(ask: Ask) => Promise<any>} ask
 * @property {(note: Note) => void} note
 * @property {(value: unknown) => unknown} adopt
 * @property {import('./navigation.mjs').Navigation} navigation
 * @property {() => import('./messages.d.ts').EnterOptions} entered
 */

/**
 * The usual form of WeChat's functions: an object with callbacks, which are called later.
 * @param {string} name
 * @param {(options: Options) => unknown} work
 */
function callback(name, work) {
  return (/** @type {Options} */ options = {}) => {
    Promise.resolve()
      .then(() => work(options))
      .then(
        (value) => {
          const reply = { errMsg: `${name}:ok`, .../** @type {object | undefined} */ (value) };
          options.success?.(reply);
          options.complete?.(reply);
        },
        (error) => {
          const reply = { errMsg: `${name}:fail ${error.message}` };
          options.fail?.(reply);
          options.complete?.(reply);
        },
      );
  };
}

/**
 * @param {Map<string, unknown>} storage
 * @param {Phone} phone
 */
function storageApi(storage, phone) {
  const keep = () => phone.note({ kind: 'storage', storage: Object.fromEntries(storage) });
  return {
    getStorageSync: (/** @type {string} */ key) => storage.get(key) ?? '',
    setStorageSync(/** @type {string} */ key, /** @type {unknown} */ value) {
      storage.set(key, value);
      keep();
    },
    removeStorageSync(/** @type {string} */ key) {
      storage.delete(key);
      keep();
    },
  };
}

/** @param {Phone} phone */
function networkApi(phone) {
  return {
    request: callback('request', async ({ url, method, header, data }) => {
      const request = { url, method: method ?? 'GET', header: header ?? {}, body: data };
      const reply = await phone.ask({ kind: 'request', request });
      return { statusCode: reply.status, header: reply.header ?? {}, data: phone.adopt(reply.body) };
    }),
    getNetworkType: callback('getNetworkType', () => ({ networkType: 'wifi' })),
    login: callback('login', async () => ({ code: await phone.ask({ kind: 'login' }) })),
    requestPayment: callback('requestPayment', async ({ success, fail, complete, ...params }) => {
      await phone.ask({ kind: 'pay', params });
    }),
    chooseAddress: callback('chooseAddress', () => phone.ask({ kind: 'address' })),
  };
}

/**
 * Files that were fetched lie in a folder of WeChat's until they are shown or handed on.
 * @param {Phone} phone
 */
function filesApi(phone) {
  /** @type {Map<string, unknown>} */
  const fetched = new Map();
  /** @param {string} path @param {string} name */
  const hand = (path, name) => phone.note({ kind: 'file', name, content: String(fetched.get(path)) });
  return {
    downloadFile: callback('downloadFile', async ({ url, header }) => {
      const request = { url, method: 'GET', header: header ?? {} };
      const reply = await phone.ask({ kind: 'request', request });
      const tempFilePath = `wxfile://tmp/${fetched.size}`;
      fetched.set(tempFilePath, reply.body);
      return { statusCode: reply.status, tempFilePath };
    }),
    openDocument: callback('openDocument', ({ filePath, fileType }) => hand(filePath, fileType)),
    shareFileMessage: callback('shareFileMessage', ({ filePath, fileName }) => hand(filePath, fileName)),
  };
}

/** @param {Phone} phone */
function screenApi(phone) {
  return {
    showToast: callback('showToast', ({ title }) => phone.note({ kind: 'toast', text: title })),
    showModal: callback('showModal', async ({ title, content }) => {
      const confirm = await phone.ask({ kind: 'modal', title, content });
      return { confirm, cancel: !confirm };
    }),
    setClipboardData: callback('setClipboardData', ({ data }) =>
      phone.note({ kind: 'clipboard', text: data }),
    ),
    setNavigationBarTitle: callback('setNavigationBarTitle', ({ title }) =>
      phone.note({ kind: 'title', text: title }),
    ),
    setTabBarItem: callback('setTabBarItem', () => undefined),
    stopPullDownRefresh: callback('stopPullDownRefresh', () => undefined),
    previewImage: callback('previewImage', () => undefined),
  };
}

/** @param {Phone} phone */
function navigationApi({ navigation }) {
  return {
    navigateTo: callback('navigateTo', ({ url }) => navigation.push(url)),
    redirectTo: callback('redirectTo', ({ url }) => navigation.replace(url)),
    reLaunch: callback('reLaunch', ({ url }) => navigation.restart(url)),
    switchTab: callback('switchTab', ({ url }) => navigation.switchTab(url)),
    navigateBack: callback('navigateBack', ({ delta = 1 }) => navigation.back(delta)),
  };
}

/** Listeners may be registered; nothing of the kind ever happens on this phone. */
const ignore = () => undefined;

/** @param {PhoneSettings} settings */
function deviceApi({ language, fontSizeScaleFactor }) {
  const size = { windowWidth: 375, windowHeight: 603, screenWidth: 375, screenHeight: 667, pixelRatio: 2 };
  const base = { SDKVersion: '3.8.0', version: '8.0.60', language, fontSizeScaleFactor };
  const safeArea = { top: 0, left: 0, right: 375, bottom: 667, width: 375, height: 667 };
  return {
    getSystemInfoSync: () => ({ ...size, ...base, platform: 'devtools', safeArea }),
    getWindowInfo: () => ({ ...size, safeArea }),
    getAppBaseInfo: () => base,
    getDeviceInfo: () => ({ platform: 'devtools' }),
    getAccountInfoSync: () => ({ miniProgram: { envVersion: 'develop' } }),
    getMenuButtonBoundingClientRect: () => ({
      top: 24,
      bottom: 56,
      left: 281,
      right: 368,
      width: 87,
      height: 32,
    }),
    canIUse: () => true,
    onNetworkStatusChange: ignore,
    offNetworkStatusChange: ignore,
    nextTick: (/** @type {() => void} */ work) => setTimeout(work, 0),
  };
}

/**
 * The whole of `wx`. A function that is missing here is missing for the mini program too.
 * @param {PhoneSettings} settings
 * @param {Phone} phone
 */
export function createWx(settings, phone) {
  const storage = new Map(Object.entries(settings.storage));
  /** @type {Record<string | symbol, unknown>} */
  const api = {
    ...deviceApi(settings),
    ...storageApi(storage, phone),
    ...networkApi(phone),
    ...filesApi(phone),
    ...screenApi(phone),
    ...navigationApi(phone),
    getLaunchOptionsSync: phone.entered,
    getEnterOptionsSync: phone.entered,
  };
  return api;
}
