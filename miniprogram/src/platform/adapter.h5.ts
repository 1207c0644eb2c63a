import type { ChosenPicture, Platform } from './platform';
import { paths } from './paths';

/** Address of the WeChat sandbox; null in production, where this build shows the way into WeChat. */
function sandboxUrl(): string | null {
  return window.__TUANLINK__?.sandboxUrl ?? null;
}

/** The page's own address without anything that a redirect put into it. */
function hereWithHash(hash: string): string {
  return `${window.location.origin}/${hash}`;
}

function leaveFor(
  page: 'login' | 'cashier' | 'transfer',
  query: Record<string, string>,
): 'left' | 'unavailable' {
  const base = sandboxUrl();
  if (base === null) {
    return 'unavailable';
  }
  const pairs = Object.entries(query).map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
  window.location.assign(`${base}/sandbox/${page}?${pairs.join('&')}`);
  return 'left';
}

/**
 * The tabs of Taro's bar are links to `javascript:;`. They work by their click alone; the address would only
 * offend the page's security policy.
 */
document.addEventListener(
  'click',
  (event) => {
    if (event.target instanceof Element && event.target.closest('a[href^="javascript:"]') !== null) {
      event.preventDefault();
    }
  },
  true,
);

function sendingOf(file: File): ChosenPicture {
  return async (url, header) => {
    const body = new FormData();
    body.append('file', file);
    const reply = await window.fetch(url, { method: 'POST', headers: header, body });
    return { status: reply.status, data: await reply.json().catch(() => null) };
  };
}

/** The browser build: it logs in and pays through the sandbox's pages, which lead back here. */
export const platform: Platform = {
  kind: 'h5',
  apiBase: '',
  silentLogin: false,
  hasAddressBook: false,
  sharesCards: false,

  login: () => Promise.resolve({ kind: leaveFor('login', { redirect: hereWithHash(window.location.hash) }) }),

  takeReturnedCode() {
    const inHash = window.location.hash.split('?')[1] ?? '';
    const code =
      new URLSearchParams(window.location.search).get('code') ?? new URLSearchParams(inHash).get('code');
    if (window.location.search !== '' || code !== null) {
      const hash = window.location.hash.replace(/([?&])code=[^&]*&?/, '$1').replace(/[?&]$/, '');
      window.history.replaceState(null, '', `/${hash}`);
    }
    return code;
  },

  pay: (orderId, cashier) =>
    Promise.resolve(
      leaveFor('cashier', {
        prepay_id: cashier.package.replace(/^prepay_id=/, ''),
        redirect: hereWithHash(`#${paths.result(orderId)}`),
      }),
    ),

  takeTransfer: (confirmation, path) =>
    Promise.resolve(
      leaveFor('transfer', { package: confirmation.package, redirect: hereWithHash(`#${path}`) }),
    ),

  async openFile({ url, header, name }) {
    const reply = await window.fetch(url, { headers: header });
    if (!reply.ok) {
      return false;
    }
    const address = URL.createObjectURL(await reply.blob());
    const link = document.createElement('a');
    link.href = address;
    link.download = name;
    link.click();
    URL.revokeObjectURL(address);
    return true;
  },

  pickAddress: () => Promise.resolve(null),

  choosePictures: (most) =>
    new Promise((resolve) => {
      const input = document.createElement('input');
      input.type = 'file';
      input.accept = 'image/*';
      input.multiple = most > 1;
      input.onchange = () => resolve([...(input.files ?? [])].slice(0, most).map(sendingOf));
      input.oncancel = () => resolve([]);
      input.click();
    }),

  systemLanguage: () => window.navigator.language,
  systemFontScale: () => 1,
};
