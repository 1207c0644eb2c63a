import { routePath, routeQuery } from '@tuanlink/shared/routes';
import type { RouteName } from '@tuanlink/shared/routes';
import { platform } from '../platform';
import { currentLanguage } from '../store/settings';
import { useSession } from '../store/session';

/** The routes of a person's own papers. */
export type FileRoute = Extract<
  RouteName,
  'shop.withdrawal.receipt' | 'shop.withdrawal.receipt.csv' | 'shop.statement.pdf' | 'shop.statement.csv'
>;

/** Fetches one of the reader's papers and shows it, or hands it over. False: it could not be had. */
export async function openFile(
  route: FileRoute,
  input: { params?: object; query?: object },
  name: string,
): Promise<boolean> {
  const url = `${platform.apiBase}/api${routePath(route, input.params)}${routeQuery(input.query)}`;
  const { token } = useSession.getState();
  const header = {
    'accept-language': currentLanguage(),
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  };
  try {
    return await platform.openFile({ url, header, name, kind: name.endsWith('.csv') ? 'csv' : 'pdf' });
  } catch {
    // No network, or the reader closed what was shown: the page says that there was no file.
    return false;
  }
}
