import type { CreateCampaignBody } from '@tuanlink/shared/dto';
import type { ConsoleCampaignReply, ConsoleProductReply } from '@tuanlink/shared/replies';
import { addMs, DAY_MS, HOUR_MS } from '@tuanlink/shared/time';
import type { Caller, DemoClient } from './demo-client.js';
import { drawPicture } from './pictures/index.js';
import { type DemoProduct, type ProductName, demoProducts } from './products.js';

/** How long the demo's campaigns run on after the present. */
const RUNS_ON_MS = 30 * DAY_MS;

/** What the shop sells, and the campaigns it runs. */
export interface Goods {
  products: Record<ProductName, ConsoleProductReply>;
  /** Three people within a day. */
  oranges: ConsoleCampaignReply;
  /** Two people within two days. */
  eggs: ConsoleCampaignReply;
  /** Five people within three days. */
  towels: ConsoleCampaignReply;
}

/** What a campaign of the demo says; prices in fen, in the order of the product's SKUs. */
interface DemoCampaign {
  product: ProductName;
  title: string;
  size: number;
  windowHours: number;
  pricesFen: number[];
  rateBp: number;
  perUserLimit?: number;
}

const campaigns = {
  oranges: {
    product: 'oranges',
    title: '脐橙三人团',
    size: 3,
    windowHours: 24,
    pricesFen: [2990, 5490],
    rateBp: 1000,
  },
  eggs: {
    product: 'eggs',
    title: '土鸡蛋两人团',
    size: 2,
    windowHours: 48,
    pricesFen: [1590, 4190],
    rateBp: 600,
    perUserLimit: 5,
  },
  towels: {
    product: 'towels',
    title: '毛巾五人团',
    size: 5,
    windowHours: 72,
    pricesFen: [2680, 4980],
    rateBp: 1500,
  },
  socks: {
    product: 'socks',
    title: '袜子四人团',
    size: 4,
    windowHours: 12,
    pricesFen: [1990, 2990, 2990],
    rateBp: 800,
  },
} satisfies Record<string, DemoCampaign>;

/** Uploads the pictures, makes the products, publishes three campaigns and leaves one as a draft. */
export async function stock(
  client: DemoClient,
  operator: Caller,
  now: Date,
  presentIn: number,
): Promise<Goods> {
  const products = {} as Goods['products'];
  // The list shows the newest first: the last ones made are the ones with a campaign.
  for (const name of (Object.keys(demoProducts) as ProductName[]).reverse()) {
    products[name] = await makeProduct(client, operator, demoProducts[name]);
  }
  const make = async (campaign: DemoCampaign) => {
    const body = campaignBody(campaign, products[campaign.product], now, presentIn);
    return client.call('console.campaign.create', operator, { body });
  };
  const publish = async (campaign: DemoCampaign) => {
    const { id, version } = await make(campaign);
    return client.call('console.campaign.publish', operator, { params: { id }, body: { version } });
  };
  await make(campaigns.socks);
  return {
    products,
    towels: await publish(campaigns.towels),
    eggs: await publish(campaigns.eggs),
    oranges: await publish(campaigns.oranges),
  };
}

async function makeProduct(client: DemoClient, operator: Caller, product: DemoProduct) {
  const { pictures, ...body } = product;
  const images = await Promise.all(
    pictures.map(async (name) => client.upload(operator, await drawPicture(name))),
  );
  return client.call('console.product.create', operator, { body: { ...body, images, status: 'on_sale' } });
}

function campaignBody(
  { title, size, windowHours, pricesFen, rateBp, perUserLimit }: DemoCampaign,
  product: ConsoleProductReply,
  now: Date,
  presentIn: number,
): CreateCampaignBody {
  return {
    productId: product.id,
    kind: 'timed',
    title,
    size,
    windowMinutes: windowHours * 60,
    startsAt: addMs(now, -HOUR_MS).toISOString(),
    endsAt: addMs(now, presentIn + RUNS_ON_MS).toISOString(),
    prices: product.skus.map((sku, index) => ({ skuId: sku.id, priceFen: pricesFen[index] ?? sku.priceFen })),
    commission: { rateBp },
    ...(perUserLimit === undefined ? {} : { perUserLimit }),
  };
}
