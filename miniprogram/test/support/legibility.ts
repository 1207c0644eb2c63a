import type { Page } from 'playwright-core';

/** Something on screen that a person may not be able to read or hit. */
export interface Finding {
  what: string;
  text: string;
  value: string;
}

/**
 * Looks at the page on screen the way a person does: text with too little contrast against what is behind it
 * (4.5:1, large text 3:1), things to tap that are smaller than 44 points, text that is cut off at the side.
 */
export function findIllegible(page: Page): Promise<Finding[]> {
  return page.evaluate(() => {
    const findings: { what: string; text: string; value: string }[] = [];
    const shown = [...document.querySelectorAll<HTMLElement>('.taro_page')].at(-1) ?? document.body;

    const channels = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
    const luminance = ([r = 0, g = 0, b = 0]: number[]) => {
      const [lr = 0, lg = 0, lb = 0] = [r, g, b].map((value) => {
        const part = value / 255;
        return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * lr + 0.7152 * lg + 0.0722 * lb;
    };
    /** The first opaque colour behind an element; null where a picture is. */
    const behind = (element: HTMLElement | null): number[] | null => {
      for (let each = element; each !== null; each = each.parentElement) {
        const color = channels(getComputedStyle(each).backgroundColor);
        if (each.querySelector(':scope > img') !== null) return null;
        if ((color[3] ?? 1) > 0.99 && color.length > 0) return color;
      }
      return [255, 255, 255];
    };
    const visible = (element: Element) => {
      const { width, height } = element.getBoundingClientRect();
      return width > 0 && height > 0;
    };

    const texts = document.createTreeWalker(shown, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const element = node.parentElement;
      const text = (node.textContent ?? '').trim();
      if (element === null || text === '' || !visible(element)) continue;
      const style = getComputedStyle(element);
      const back = behind(element);
      if (back !== null) {
        const [a, b] = [luminance(channels(style.color)), luminance(back)].sort((x, y) => y - x);
        const ratio = ((a ?? 0) + 0.05) / ((b ?? 0) + 0.05);
        const size = Number.parseFloat(style.fontSize);
        const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 600);
        if (ratio < (large ? 3 : 4.5)) {
          findings.push({ what: 'contrast', text, value: ratio.toFixed(2) });
        }
      }
      const box = element.getBoundingClientRect();
      const scrolls = element.closest('.filters') !== null;
      if (!scrolls && (box.left < -0.5 || box.right > document.documentElement.clientWidth + 0.5)) {
        findings.push({ what: 'cut', text, value: `${box.left}–${box.right}` });
      }
    }

    const roles = ['button', 'tab', 'radio', 'switch'].map((role) => `[role=${role}]`).join(',');
    for (const element of shown.querySelectorAll<HTMLElement>(`.btn, ${roles}`)) {
      const { width, height } = element.getBoundingClientRect();
      if (visible(element) && (width < 43.5 || height < 43.5)) {
        findings.push({ what: 'target', text: element.innerText, value: `${width}×${height}` });
      }
    }
    return findings;
  });
}
