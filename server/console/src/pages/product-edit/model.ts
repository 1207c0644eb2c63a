import { productTransitions } from '@tuanlink/shared/states';
import type { ProductStatus } from '@tuanlink/shared/states';
import type { CreateProductBody, PatchProductBody, SkuBody } from '@tuanlink/shared/dto';
import type { ConsoleProductReply } from '@tuanlink/shared/replies';
import { rateField, readAmount, readRate, yuanField } from '../../components/figures.model';

/** One SKU as it is typed: amounts in yuan. */
export interface SkuFields {
  /** Absent for a new one. */
  id?: string;
  name: string;
  price: string;
  /** Empty where the cost is not known. */
  cost: string;
  stock: number | null;
  code: string;
}

/** The product form as it is typed. */
export interface ProductFields {
  title: string;
  description: string;
  images: string[];
  skus: SkuFields[];
  /** True lets the shop's own rate apply. */
  shopRate: boolean;
  /** Per cent, such as "12.5". */
  rate: string;
  status: ProductStatus;
}

/** An empty SKU. */
export function newSku(): SkuFields {
  return { name: '', price: '', cost: '', stock: null, code: '' };
}

/** The form of a new product. */
export function newProduct(): ProductFields {
  return {
    title: '',
    description: '',
    images: [],
    skus: [newSku()],
    shopRate: true,
    rate: '',
    status: 'draft',
  };
}

/** The form of a product that exists. */
export function fieldsOf(product: ConsoleProductReply): ProductFields {
  return {
    title: product.title,
    description: product.description,
    images: product.images,
    skus: product.skus.map((sku) => ({
      id: sku.id,
      name: sku.name,
      price: yuanField(sku.priceFen),
      cost: yuanField(sku.costFen),
      stock: sku.stock,
      code: sku.code,
    })),
    shopRate: product.commission === null,
    rate: product.commission ? rateField(product.commission.rateBp) : '',
    status: product.status,
  };
}

function skuBody(fields: SkuFields): SkuBody {
  const costFen = fields.cost.trim() === '' ? null : readAmount(fields.cost, 0);
  return {
    ...(fields.id ? { id: fields.id } : {}),
    name: fields.name.trim(),
    priceFen: readAmount(fields.price, 1) ?? 0,
    ...(costFen === null ? {} : { costFen }),
    stock: fields.stock ?? 0,
    code: fields.code.trim(),
  };
}

/** What the route takes, from a form whose fields were checked. */
export function bodyOf(fields: ProductFields): CreateProductBody {
  return {
    title: fields.title.trim(),
    description: fields.description,
    images: fields.images,
    skus: fields.skus.map(skuBody),
    commission: fields.shopRate ? null : { rateBp: readRate(fields.rate) ?? 0 },
    status: fields.status,
  };
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Tells whether SKUs were changed in the form; only then are they sent. */
function skusChanged(seen: ConsoleProductReply, fields: ProductFields): boolean {
  return !same(fieldsOf(seen).skus.map(skuBody), fields.skus.map(skuBody));
}

/**
 * The part of a product that was changed. Stock moves with every sale: what the form began with goes along,
 * so that saving a price, or more pieces, never brings sold ones back.
 */
export function patchOf(seen: ConsoleProductReply, fields: ProductFields): PatchProductBody {
  const before = bodyOf(fieldsOf(seen));
  const after = bodyOf(fields);
  const patch: PatchProductBody = { version: seen.version };
  if (after.title !== before.title) patch.title = after.title;
  if (after.description !== before.description) patch.description = after.description;
  if (!same(after.images, before.images)) patch.images = after.images;
  if (!same(after.commission, before.commission)) patch.commission = after.commission ?? null;
  if (after.status !== before.status) patch.status = after.status;
  if (skusChanged(seen, fields)) patch.skus = after.skus.map((sku) => withStockSeen(sku, seen));
  return patch;
}

function withStockSeen(sku: SkuBody, seen: ConsoleProductReply): SkuBody {
  const before = seen.skus.find(({ id }) => id === sku.id);
  return before ? { ...sku, stockSeen: before.stock } : sku;
}

/** Statuses a form offers: the present one and those it may move to; a new product may start in any. */
export function statusChoices(present: ProductStatus | null): ProductStatus[] {
  return present === null ? ['draft', 'on_sale', 'off_sale'] : [present, ...productTransitions[present]];
}

/** The pictures after one moved by `step` places; unchanged when there is no such place. */
export function moved(images: readonly string[], index: number, step: -1 | 1): string[] {
  const target = index + step;
  const picture = images[index];
  const other = images[target];
  if (picture === undefined || other === undefined) return [...images];
  return images.map((image, at) => (at === index ? other : at === target ? picture : image));
}
