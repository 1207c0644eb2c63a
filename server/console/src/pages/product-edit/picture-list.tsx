import { useState } from 'react';
import { ArrowLeftOutlined, ArrowRightOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Alert, Button, ConfigProvider, Form, Image, Spin, Upload } from 'antd';
import { PICTURES_MAX, PICTURE_BYTES_MAX } from '@tuanlink/shared/limits';
import { uploadPicture } from '../../api/call';
import { useText } from '../../i18n/use-text';
import { moved } from './model';

interface PictureListProps {
  id?: string;
  value?: string[];
  onChange?: (value: string[]) => void;
}

interface PictureProps {
  url: string;
  number: number;
  disabled: boolean;
  onMove: (step: -1 | 1) => void;
  onRemove: () => void;
}

function Picture({ url, number, disabled, onMove, onRemove }: PictureProps) {
  const { t } = useText();
  const button = { size: 'small', type: 'text', disabled } as const;
  return (
    <figure className="picture">
      <Image src={url} alt={t('picture.number', { number })} width={96} height={96} />
      <figcaption>
        <Button
          {...button}
          icon={<ArrowLeftOutlined />}
          aria-label={t('picture.earlier')}
          onClick={() => onMove(-1)}
        />
        <Button
          {...button}
          icon={<ArrowRightOutlined />}
          aria-label={t('picture.later')}
          onClick={() => onMove(1)}
        />
        <Button
          {...button}
          danger
          icon={<DeleteOutlined />}
          aria-label={t('picture.remove')}
          onClick={onRemove}
        />
      </figcaption>
    </figure>
  );
}

/** Sends files to the shop and adds their paths to the form's pictures. */
function useUploads(onChange: PictureListProps['onChange']) {
  const { t, errorText } = useText();
  const form = Form.useFormInstance();
  const [sending, setSending] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const send = async (file: File) => {
    setProblem(null);
    if (file.size > PICTURE_BYTES_MAX) {
      setProblem(t('picture.tooLarge', { name: file.name }));
      return;
    }
    setSending((count) => count + 1);
    try {
      const { url } = await uploadPicture(file, file.name);
      // An upload that ends after another one adds to what is there by then, not to what it saw at its start.
      const present = (form.getFieldValue('images') as string[] | undefined) ?? [];
      if (!present.includes(url)) onChange?.([...present, url].slice(0, PICTURES_MAX));
    } catch (error) {
      setProblem(`${file.name}: ${errorText(error)}`);
    } finally {
      setSending((count) => count - 1);
    }
  };
  return { send, sending: sending > 0, problem };
}

function AddPicture({ disabled, onFile }: { disabled: boolean; onFile: (file: File) => void }) {
  const { t } = useText();
  return (
    <Upload
      accept="image/png,image/jpeg,image/webp"
      multiple
      showUploadList={false}
      beforeUpload={(file) => {
        onFile(file);
        return false;
      }}
      data-testid="product-pictures"
    >
      <button type="button" className="picture-box picture-add" disabled={disabled}>
        <PlusOutlined />
        <span>{t('picture.add')}</span>
      </button>
    </Upload>
  );
}

/** The pictures of a product: sends files to the shop, orders and removes them. The first is the cover. */
export function PictureList({ value = [], onChange }: PictureListProps) {
  const { t } = useText();
  const { send, sending, problem } = useUploads(onChange);
  const disabled = ConfigProvider.useConfig().componentDisabled ?? false;
  return (
    <div className="stack">
      <div className="pictures">
        {value.map((url, index) => (
          <Picture
            key={url}
            url={url}
            number={index + 1}
            disabled={disabled}
            onMove={(step) => onChange?.(moved(value, index, step))}
            onRemove={() => onChange?.(value.filter((other) => other !== url))}
          />
        ))}
        {sending && (
          <div className="picture-box" role="status" aria-label={t('picture.sending')}>
            <Spin />
          </div>
        )}
        {value.length < PICTURES_MAX && <AddPicture disabled={disabled} onFile={(file) => void send(file)} />}
      </div>
      {problem !== null && <Alert type="error" showIcon title={problem} />}
    </div>
  );
}
