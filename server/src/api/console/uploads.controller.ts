import type { UploadReply } from '@tuanlink/shared/replies';
import { Pictures } from '../../infra/storage/pictures.js';
import { Api, Bind } from '../http/bind.js';
import { UploadedPicture } from '../http/upload.js';

/** Pictures of products. */
@Api()
export class UploadsController {
  constructor(private readonly pictures: Pictures) {}

  @Bind('console.upload')
  upload(@UploadedPicture() content: Buffer): Promise<UploadReply> {
    return this.pictures.store(content);
  }
}
