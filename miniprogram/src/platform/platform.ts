import type { AddressBody } from '@tuanlink/shared/dto';
import type { CashierReply, TransferConfirmationReply } from '@tuanlink/shared/replies';

/** `left`: the page is being left for WeChat and comes back by itself. `unavailable`: only inside WeChat. */
export type LoginOutcome = { kind: 'code'; code: string } | { kind: 'left' } | { kind: 'unavailable' };

/** What the cashier said. Never a proof: the server is asked afterwards in every case. */
export type PayOutcome = 'done' | 'cancelled' | 'failed' | 'left' | 'unavailable';

/** A file of the API, to be shown or kept. */
export interface FileWanted {
  /** Whole address. */
  url: string;
  header: Record<string, string>;
  name: string;
  kind: 'pdf' | 'csv';
}

/** What the shop said to a picture, as JSON. */
export interface UploadAnswer {
  status: number;
  data: unknown;
}

/** A picture the person chose; sends it to a whole address, in the form field `file`. */
export type ChosenPicture = (url: string, header: Record<string, string>) => Promise<UploadAnswer>;

/** An address picked in WeChat's own book, in the form the API takes. */
export type PickedAddress = Omit<AddressBody, 'isDefault'>;

/** What differs between WeChat and a browser. One adapter per build target implements it. */
export interface Platform {
  kind: 'weapp' | 'h5';
  /** Address that request paths are put behind; empty for the same origin. */
  apiBase: string;
  /** Whether logging in needs nothing from the person, so that it may happen at any time. */
  silentLogin: boolean;
  /** Gets a login code. In a browser this leaves the page. */
  login(): Promise<LoginOutcome>;
  /** The login code with which a browser came back, once; null otherwise. */
  takeReturnedCode(): string | null;
  /** Opens the cashier. `orderId` is where a browser comes back to. */
  pay(orderId: string, cashier: CashierReply): Promise<PayOutcome>;
  /** Opens WeChat's page on which a payee takes a transfer; a browser comes back to `path`. */
  takeTransfer(confirmation: TransferConfirmationReply, path: string): Promise<PayOutcome>;
  /** Shows a file, or hands it to the reader. False: it could not be had. */
  openFile(file: FileWanted): Promise<boolean>;
  /** Whether there is an address book to pick from. */
  hasAddressBook: boolean;
  /** An address of WeChat's book, or null when the person chose none. */
  pickAddress(): Promise<PickedAddress | null>;
  /** Pictures from the album or the camera, at most so many; none when the person chose none. */
  choosePictures(most: number): Promise<ChosenPicture[]>;
  /** BCP 47 tag of the system, such as zh_CN or en-GB. */
  systemLanguage(): string;
  /** The reader's font scale in WeChat, 1 when it is not known. */
  systemFontScale(): number;
  /** Whether cards are shared through a button of WeChat's; otherwise a link is copied. */
  sharesCards: boolean;
}
