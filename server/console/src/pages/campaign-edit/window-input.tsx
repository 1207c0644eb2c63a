import { InputNumber, Select, Space } from 'antd';
import { WINDOW_MINUTES_MAX } from '@tuanlink/shared/limits';
import { useDuration } from '../../components/use-duration';
import { useText } from '../../i18n/use-text';

/** Lengths most campaigns use, in minutes. */
const PRESETS = [60, 180, 720, 1_440, 2_880, WINDOW_MINUTES_MAX];

interface WindowInputProps {
  id?: string;
  value?: number | null;
  onChange?: (value: number | null) => void;
}

/** How long a group may take, in minutes, typed or chosen. */
export function WindowInput({ id, value = null, onChange }: WindowInputProps) {
  const { t } = useText();
  const duration = useDuration();
  return (
    <Space.Compact block>
      <InputNumber
        id={id}
        min={1}
        max={WINDOW_MINUTES_MAX}
        precision={0}
        suffix={t('campaign.minutes')}
        style={{ flex: 1 }}
        value={value}
        onChange={(minutes) => onChange?.(minutes)}
        data-testid="campaign-window"
      />
      <Select<number>
        aria-label={t('campaign.windowPresets')}
        style={{ width: 116 }}
        value={PRESETS.find((preset) => preset === value) ?? null}
        placeholder={t('campaign.windowPresets')}
        options={PRESETS.map((preset) => ({ value: preset, label: duration(preset) }))}
        onChange={(minutes) => onChange?.(minutes)}
      />
    </Space.Compact>
  );
}
