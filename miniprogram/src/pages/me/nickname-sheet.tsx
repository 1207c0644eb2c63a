import { useState } from 'react';
import { NICKNAME_MAX } from '@tuanlink/shared/limits';
import { call } from '../../api/client';
import { Button } from '../../components/button/button';
import { Field } from '../../components/field/field';
import { Sheet } from '../../components/sheet/sheet';
import { useAction } from '../../hooks/use-action';
import { useText } from '../../hooks/use-text';
import { useSession } from '../../store/session';

/** Changes the name that other members see where the reader agreed to be shown. */
export function NicknameSheet({ onClose }: { onClose: () => void }) {
  const t = useText();
  const { user, setUser } = useSession();
  const [nickname, setNickname] = useState(user?.nickname ?? '');
  const { busy, run } = useAction();
  const trimmed = nickname.trim();

  async function save() {
    setUser(await call('shop.me.patch', { body: { nickname: trimmed } }));
    onClose();
  }

  return (
    <Sheet
      title={t('me.editTitle')}
      onClose={onClose}
      actions={
        <Button
          kind="main"
          size="l"
          disabled={trimmed === ''}
          busy={busy !== null}
          onTap={() => run('save', save)}
        >
          {t('action.save')}
        </Button>
      }
    >
      <Field
        label={t('me.nickname')}
        kind="nickname"
        value={nickname}
        placeholder={t('me.nicknamePlaceholder')}
        maxLength={NICKNAME_MAX}
        onChange={setNickname}
      />
    </Sheet>
  );
}
