import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import {
  DESCRIPTION_MAX,
  PICTURES_MAX,
  SKUS_MAX,
  SKU_CODE_MAX,
  SKU_NAME_MAX,
  STOCK_MAX,
  TITLE_MAX,
} from '../limits.js';
import { MAX_FEN, MAX_RATE_BP } from '../money.js';
import { type ProductStatus, productTransitions, statesOf } from '../states.js';
import { PageQuery } from './common.dto.js';
import { Nullable } from './nullable.js';

/** Where pictures live: a path of this shop, named after the content. */
export const PICTURE_PATH = /^\/files\/[0-9a-f]{64}\.webp$/;

/** Commission of one product or campaign, in basis points; 0 means that it earns nobody anything. */
export class CommissionBody {
  @IsInt()
  @Min(0)
  @Max(MAX_RATE_BP)
  rateBp!: number;
}

export class SkuBody {
  /** Of an existing SKU; absent makes a new one. SKUs left out of the list are withdrawn. */
  @IsOptional()
  @IsUUID()
  id?: string;

  @IsString()
  @Length(1, SKU_NAME_MAX)
  name!: string;

  @IsInt()
  @Min(1)
  @Max(MAX_FEN)
  priceFen!: number;

  /** What the shop pays for one piece. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_FEN)
  costFen?: number;

  /** Pieces that can still be sold; pieces in unpaid orders are not among them. */
  @IsInt()
  @Min(0)
  @Max(STOCK_MAX)
  stock!: number;

  /**
   * The stock that was read before `stock` was typed; of an existing SKU only. Only the difference is carried
   * out then, so that what is sold meanwhile stays sold. Without it `stock` is set whatever happened.
   */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(STOCK_MAX)
  stockSeen?: number;

  /** The shop's own article number. */
  @IsOptional()
  @IsString()
  @Length(0, SKU_CODE_MAX)
  code?: string;
}

export class CreateProductBody {
  @IsString()
  @Length(1, TITLE_MAX)
  title!: string;

  @IsString()
  @Length(0, DESCRIPTION_MAX)
  description!: string;

  @IsArray()
  @ArrayMaxSize(PICTURES_MAX)
  @IsString({ each: true })
  @Matches(PICTURE_PATH, { each: true })
  images!: string[];

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(SKUS_MAX)
  @ValidateNested({ each: true })
  @Type(() => SkuBody)
  skus!: SkuBody[];

  @IsOptional()
  @Nullable()
  @ValidateNested()
  @Type(() => CommissionBody)
  commission?: CommissionBody | null;

  @IsIn(statesOf(productTransitions))
  status!: ProductStatus;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(2_000_000_000)
  version?: number;
}

/** Part of a product; absent fields stay. `commission: null` returns to the shop's own rate. */
export class PatchProductBody {
  @IsOptional()
  @IsString()
  @Length(1, TITLE_MAX)
  title?: string;

  @IsOptional()
  @IsString()
  @Length(0, DESCRIPTION_MAX)
  description?: string;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(PICTURES_MAX)
  @IsString({ each: true })
  @Matches(PICTURE_PATH, { each: true })
  images?: string[];

  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(SKUS_MAX)
  @ValidateNested({ each: true })
  @Type(() => SkuBody)
  skus?: SkuBody[];

  @IsOptional()
  @Nullable()
  @ValidateNested()
  @Type(() => CommissionBody)
  commission?: CommissionBody | null;

  @IsOptional()
  @IsIn(statesOf(productTransitions))
  status?: ProductStatus;

  /** The version the operator saw. */
  @IsInt()
  @Min(1)
  @Max(2_000_000_000)
  version!: number;
}

export class ProductsQuery extends PageQuery {
  /** Words the title contains. */
  @IsOptional()
  @IsString()
  @Length(1, 50)
  search?: string;
}

export class ConsoleProductsQuery extends ProductsQuery {
  @IsOptional()
  @IsIn(statesOf(productTransitions))
  status?: ProductStatus;
}
