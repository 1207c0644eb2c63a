import type { UploadReply } from '@tuanlink/shared/replies';
import { routePath } from '@tuanlink/shared/routes';
import { platform } from '../platform';
import type { ChosenPicture, UploadAnswer } from '../platform/platform';
import { currentLanguage } from '../store/settings';
import { useSession } from '../store/session';
import { failureOf } from './caller';
import { CallFailure } from './failure';

/** Sends a picture to the shop; answers its path there. Throws `CallFailure`. */
export async function uploadPicture(picture: ChosenPicture): Promise<string> {
  const { token } = useSession.getState();
  const header = {
    'accept-language': currentLanguage(),
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  };
  let answer: UploadAnswer;
  try {
    answer = await picture(`${platform.apiBase}/api${routePath('shop.upload')}`, header);
  } catch {
    throw new CallFailure('network.unreachable', 0);
  }
  if (answer.status !== 201) {
    throw failureOf(answer);
  }
  return (answer.data as UploadReply).url;
}
