import { IsBoolean, IsOptional, IsString, IsUUID, Length, Matches } from 'class-validator';
import { ADDRESS_DETAIL_MAX, NICKNAME_MAX, RECEIVER_MAX, REGION_MAX } from '../limits.js';

/** `POST /shop/auth/wechat-login`: the code of `wx.login` (5 minutes, one use). */
export class WechatLoginBody {
  @IsString()
  @Length(1, 128)
  code!: string;

  /** The anonymous visitor this person was until now; their visits are joined to the user. */
  @IsOptional()
  @IsUUID()
  visitorId?: string;
}

/** A delivery address. Phone: 5–20 digits with an optional leading +, or a number with dashes. */
export class AddressBody {
  @IsString()
  @Length(1, RECEIVER_MAX)
  name!: string;

  @IsString()
  @Matches(/^\+?[0-9][0-9-]{4,19}$/)
  phone!: string;

  @IsString()
  @Length(1, REGION_MAX)
  province!: string;

  @IsString()
  @Length(1, REGION_MAX)
  city!: string;

  @IsString()
  @Length(0, REGION_MAX)
  district!: string;

  @IsString()
  @Length(1, ADDRESS_DETAIL_MAX)
  detail!: string;

  @IsOptional()
  @IsBoolean()
  isDefault?: boolean;
}

/** Part of an address; absent fields stay as they are. */
export class AddressPatchBody {
  @IsOptional()
  @IsString()
  @Length(1, RECEIVER_MAX)
  name?: string;

  @IsOptional()
  @IsString()
  @Matches(/^\+?[0-9][0-9-]{4,19}$/)
  phone?: string;

  @IsOptional()
  @IsString()
  @Length(1, REGION_MAX)
  province?: string;

  @IsOptional()
  @IsString()
  @Length(1, REGION_MAX)
  city?: string;

  @IsOptional()
  @IsString()
  @Length(0, REGION_MAX)
  district?: string;

  @IsOptional()
  @IsString()
  @Length(1, ADDRESS_DETAIL_MAX)
  detail?: string;

  @IsOptional()
  @IsBoolean()
  isDefault?: boolean;
}

/** What the user chose to show others. Avatar: a picture of this shop. */
export class ProfilePatchBody {
  @IsOptional()
  @IsString()
  @Length(1, NICKNAME_MAX)
  nickname?: string;

  @IsOptional()
  @IsString()
  @Matches(/^\/files\/[0-9a-f]{64}\.webp$/)
  avatarUrl?: string;
}
