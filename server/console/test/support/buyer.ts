import type { Browser } from 'playwright-core';
import { Face } from './face.js';

const PHONE = { width: 375, height: 667 };

/** Somebody with a phone, who uses the buyers' app in a browser and pays at the sandbox. */
export class Buyer {
  private constructor(
    readonly face: Face,
    private readonly url: string,
    readonly nickname: string,
  ) {}

  /** A person whom neither the shop nor WeChat knows yet. */
  static async arrive(browser: Browser, url: string, nickname: string): Promise<Buyer> {
    const face = await Face.open(browser, { viewport: PHONE, hasTouch: true });
    return new Buyer(face, url, nickname);
  }

  /** Opens a page of the app by its path, or any address. */
  async open(address: string): Promise<void> {
    await this.face.page.goto(address.startsWith('http') ? address : `${this.url}/#${address}`);
  }

  /** Follows the login button to WeChat's page, becomes known there, and comes back. */
  async logIn(): Promise<void> {
    const { face, nickname } = this;
    await face.tap('微信登录');
    await face.page.waitForURL(/\/sandbox\/login/);
    const known = face.page.locator('button.user', { hasText: nickname });
    if ((await known.count()) > 0) {
      await known.click();
    } else {
      await face.page.fill('#nickname', nickname);
      await face.page.click('text=创建并登录');
    }
    await face.page.waitForURL((url) => url.origin === this.url && !url.search.includes('code='));
  }

  /** Tells the shop the nickname, which WeChat does not give away; on the page 我的. */
  async takeName(): Promise<void> {
    await this.face.tap('修改');
    await this.face.page.locator('.sheet input').fill(this.nickname);
    await this.face.tap('保存');
    await this.face.see(this.nickname);
  }

  /** The order whose result is on screen. */
  orderOnScreen(): string {
    return /result\/index\?id=([\da-f-]{36})/.exec(this.face.page.url())?.[1] ?? '';
  }

  /** Fills in the address that a checkout asks for. */
  async addAddress(): Promise<void> {
    const { face } = this;
    await face.tap('添加收货地址');
    const fields = {
      name: this.nickname,
      phone: '13800138000',
      province: '浙江省',
      city: '杭州市',
      district: '西湖区',
      detail: '文三路 90 号 3 栋 201',
    };
    for (const [name, value] of Object.entries(fields)) {
      await face.find(`#address-${name}`).locator('input, textarea').fill(value);
    }
    await face.tap('#save-address');
    await face.see('杭州市');
  }

  /** Presses the one button of the checkout `presses` times in a row, and pays in WeChat's cashier. */
  async submitAndPay(presses = 1): Promise<void> {
    const { face } = this;
    const submit = face.find('#submit');
    await face.see('合计');
    await submit.click({ clickCount: presses });
    await face.page.waitForURL(/\/sandbox\/cashier/);
    await face.page.click('button[value=pay]');
    await face.page.waitForURL(/packages\/buy\/result/);
  }

  /** Copies the link of the page on screen. */
  async copyLink(): Promise<string> {
    await this.face.tap('复制链接');
    await this.face.see('链接已复制');
    return this.face.clipboard();
  }
}
