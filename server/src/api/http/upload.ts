// Also teaches Fastify's types what the plugin adds to requests.
import type { MultipartFile } from '@fastify/multipart';
import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import { Refusal } from '../../infra/refusal.js';
import type { ApiRequest } from './request.js';

/** Bytes of an uploaded file. */
export const UPLOAD_MAX = 5 * 1024 * 1024;

const missing = () => new Refusal('request.invalid', { errors: [{ path: 'file', rule: 'required' }] });

/** The content of the one file of a multipart form, in its field `file`. */
async function readUpload(request: ApiRequest): Promise<Buffer> {
  if (!request.isMultipart()) throw missing();
  try {
    // The library cuts a file that is over by a single byte without a word, hence the second look below.
    const part: MultipartFile | undefined = await request.file({
      limits: { fileSize: UPLOAD_MAX + 1, files: 1, fields: 10, parts: 11 },
    });
    if (part === undefined || part.fieldname !== 'file') throw missing();
    const content = await part.toBuffer();
    if (content.length > UPLOAD_MAX) throw new Refusal('request.too_large');
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
