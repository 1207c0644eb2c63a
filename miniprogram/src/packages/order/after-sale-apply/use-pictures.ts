import { EVIDENCE_MAX } from '@tuanlink/shared/states';
import { uploadPicture } from '../../../api/upload-picture';
import { useAction } from '../../../hooks/use-action';
import { platform } from '../../../platform';

/** Chooses pictures and sends each; one that fails leaves those before it in place. */
export function usePictures(pictures: readonly string[], onChange: (pictures: string[]) => void) {
  const { busy, run } = useAction();
  const room = EVIDENCE_MAX - pictures.length;

  async function add() {
    // Choosing may take as long as it likes, or never end: only sending keeps the button busy.
    const chosen = await platform.choosePictures(room);
    run('pictures', async () => {
      const sent = [...pictures];
      for (const picture of chosen) {
        const path = await uploadPicture(picture);
        if (!sent.includes(path)) {
          sent.push(path);
          onChange([...sent]);
        }
      }
    });
  }

  return {
    busy: busy !== null,
    room,
    add: () => void add().catch(() => undefined),
    remove: (path: string) => onChange(pictures.filter((one) => one !== path)),
  };
}
