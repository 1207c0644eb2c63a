/** The product page as an ORM tempts one to read it: entity by entity, put together in memory. */
import { In } from 'typeorm';

const OPEN_GROUPS_MAX = 20;

/**
 * @param {import('typeorm').EntityManager} manager
 * @param {string} id
 */
export async function productPage(manager, id) {
  const find = (/** @type {string} */ entity, /** @type {object} */ where) =>
    manager.getRepository(entity).findBy(where);
  const product = await manager.getRepository('ProductEntity').findOneByOrFail({ id, status: 'on_sale' });
  const skus = await find('SkuEntity', { productId: id });
  const stocks = await find('SkuStockEntity', { skuId: In(skus.map((sku) => sku.id)) });
  const [campaign] = await find('CampaignEntity', { productId: id, state: 'running' });
  const prices = campaign ? await find('CampaignPriceEntity', { campaignId: campaign.id }) : [];
  const stockOf = (/** @type {string} */ skuId) => stocks.find((stock) => stock.skuId === skuId);
  return {
    ...product,
    skus: skus.map((sku) => ({
      id: sku.id,
      name: sku.name,
      priceFen: sku.priceFen,
      groupPriceFen: prices.find(({ skuId }) => skuId === sku.id)?.priceFen ?? null,
      stock: stockOf(sku.id)?.onHand - stockOf(sku.id)?.held,
    })),
    campaign: campaign ?? null,
    openGroups: await openGroups(manager, id),
    soldCount: stocks.reduce((sum, { sold }) => sum + sold, 0),
    serverTime: new Date(),
  };
}

/**
 * @param {import('typeorm').EntityManager} manager
 * @param {string} productId
 */
async function openGroups(manager, productId) {
  const groups = await manager
    .getRepository('BuyGroupEntity')
    .find({ where: { productId, state: 'forming' } });
  const counters = await manager
    .getRepository('GroupSeatsEntity')
    .findBy({ groupId: In(groups.map(({ id }) => id)) });
  const missingOf = new Map(counters.map(({ groupId, size, held, taken }) => [groupId, size - held - taken]));
  const open = groups
    .map((group) => ({ ...group, missing: missingOf.get(group.id) ?? 0 }))
    .filter(({ missing }) => missing > 0)
    .toSorted((a, b) => a.missing - b.missing)
    .slice(0, OPEN_GROUPS_MAX);
  const leaders = await manager
    .getRepository('ShopOrderEntity')
    .findBy({ id: In(open.map((group) => /** @type {any} */ (group).leaderOrderId)) });
  const users = await manager
    .getRepository('ShopUserEntity')
    .findBy({ id: In(leaders.map(({ userId }) => userId)) });
  const nicknames = new Map(users.map(({ id, nickname }) => [id, nickname]));
  return open.map((group) => ({
    ...group,
    leaderNickname: nicknames.get(/** @type {any} */ (group).leaderUserId),
  }));
}
