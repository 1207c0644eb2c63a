/**
 * How long texts and lists of the contract may be, and what a few texts look like. The server refuses more,
 * and screens do not let more be typed. Plain values, so that faces can import them too.
 */

/** Characters of a reason that a person gives, and of what they write about a decision. */
export const REASON_MAX = 500;
/** Characters of the reason of a refund, which the buyer reads. */
export const REFUND_REASON_MAX = 200;
/** Characters of the number of a bank transfer, a receipt or the like. */
export const REFERENCE_MAX = 100;

/** Characters of a product's or campaign's title. */
export const TITLE_MAX = 100;
export const DESCRIPTION_MAX = 5_000;
/** Pictures of a product. */
export const PICTURES_MAX = 12;
/** Bytes of one picture that is uploaded. */
export const PICTURE_BYTES_MAX = 5 * 1024 * 1024;
/** Variants of one product, and characters of a variant's name and of its code. */
export const SKUS_MAX = 50;
export const SKU_NAME_MAX = 100;
export const SKU_CODE_MAX = 64;
/** Pieces in stock of one variant. */
export const STOCK_MAX = 10_000_000;

/** People in a group. */
export const GROUP_SIZE_MIN = 2;
export const GROUP_SIZE_MAX = 100;
/** Minutes a group may stay open: three days. */
export const WINDOW_MINUTES_MAX = 4_320;
/** The highest limit of pieces per buyer that a campaign may set. */
export const PER_USER_MAX = 1_000;

/** Characters of what a buyer writes with an order. */
export const ORDER_NOTE_MAX = 200;
/** Characters of a carrier's code. */
export const CARRIER_MAX = 32;
/** Characters of a tracking number, and its form. */
export const TRACKING_NO_MAX = 40;
export const TRACKING_NO = /^[0-9A-Za-z-]{4,40}$/;
/** Rows of a shipment file after its header, and characters in all. */
export const SHIPMENT_ROWS_MAX = 1_000;
export const SHIPMENT_CHARS_MAX = 200_000;

/** Characters of the address that returned goods go to. */
export const RETURN_ADDRESS_MAX = 300;
/** The largest single adjustment of somebody's commission, fen: one hundred thousand yuan up or down. */
export const ADJUSTMENT_FEN_MAX = 10_000_000;
/** Characters of a bill given by hand: what a body of 1 MB holds. Larger ones are downloaded. */
export const BILL_TEXT_MAX = 1_000_000;

/** Characters of an address: whom it names, province and the like, street and house. */
export const RECEIVER_MAX = 50;
export const REGION_MAX = 50;
export const ADDRESS_DETAIL_MAX = 200;
/** Characters of a buyer's nickname. */
export const NICKNAME_MAX = 32;
/** Characters of the name a payee's wallet has. */
export const REAL_NAME_MAX = 50;
/** Characters of an operator's name and password. */
export const USERNAME_MAX = 64;
export const PASSWORD_MAX = 200;
