import Taro from '@tarojs/taro';

/** Keeps the app's values apart from anything else on the same origin. */
const PREFIX = 'tuanlink.';

/**
 * Reads a stored value, or null when there is none or it cannot be read: in WeChat's single-page mode
 * there is no storage at all.
 */
export function readStored<T>(key: string): T | null {
  try {
    const text: unknown = Taro.getStorageSync(PREFIX + key);
    return typeof text === 'string' && text !== '' ? (JSON.parse(text) as T) : null;
  } catch {
    return null;
  }
}

/** Stores a value; null removes it. Answers false when it could not be kept. */
export function store(key: string, value: unknown): boolean {
  try {
    if (value === null) {
      Taro.removeStorageSync(PREFIX + key);
    } else {
      Taro.setStorageSync(PREFIX + key, JSON.stringify(value));
    }
    return true;
  } catch {
    return false;
  }
}
