// Also teaches Fastify's types what the plugin adds to requests.
import type { MultipartFile } from '@fastify/multipart';
import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import { PICTURE_BYTES_MAX } from '@tuanlink/shared/limits';
import { Refusal } from '../../infra/refusal.js';
import type { ApiRequest } from './request.js';

const missing = () => new Refusal('request.invalid', { errors: [{ path: 'file', rule: 'required' }] });

/** The content of the one file of a multipart form, in its field `file`. */
async function readUpload(request: ApiRequest): Promise<Buffer> {
  if (!request.isMultipart()) throw missing();
  try {
    // The library cuts a file that is over by a single byte without a word, hence the second look below.
    const part: MultipartFile | undefined = await request.file({
      limits: { fileSize: PICTURE_BYTES_MAX + 1, files: 1, fields: 10, parts: 11 },
    });
    if (part === undefined || part.fieldname !== 'file') throw missing();
    const content = await part.toBuffer();
    if (content.length > PICTURE_BYTES_MAX) throw new Refusal('request.too_large');
    return content;
  } catch (error) {
    const { statusCode } = Object(error) as { statusCode?: unknown };
    if (statusCode === 413) throw new Refusal('request.too_large');
    // A form that breaks off or is no form at all.
    throw error instanceof Refusal ? error : missing();
  }
}

/** The uploaded file's bytes: `@UploadedPicture() content: Buffer`. */
export const UploadedPicture = createParamDecorator((_: unknown, context: ExecutionContext) =>
  readUpload(context.switchToHttp().getRequest<ApiRequest>()),
);
