import { platform } from '../platform';

/** The full address of a picture that the API gave as a path. */
export function pictureUrl(path: string): string {
  return path.startsWith('/') ? `${platform.apiBase}${path}` : path;
}
