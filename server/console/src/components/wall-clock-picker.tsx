import { DatePicker } from 'antd';
import dayjs from 'dayjs';

const FORMAT = 'YYYY-MM-DD HH:mm';

interface WallClockPickerProps {
  id?: string;
  /** Wall clock in Shanghai, "2026-11-22 13:05"; empty when nothing is chosen. */
  value?: string;
  onChange?: (value: string) => void;
  testId?: string;
  disabled?: boolean;
}

/**
 * Chooses a moment by the clock in Shanghai. The picker only handles figures, whatever the browser's time
 * zone; "now" is left out because it would be the browser's.
 */
export function WallClockPicker({ id, value, onChange, testId, disabled }: WallClockPickerProps) {
  return (
    <DatePicker
      id={id}
      showTime={{ format: 'HH:mm' }}
      showNow={false}
      format={FORMAT}
      needConfirm={false}
      value={value ? dayjs(value) : null}
      onChange={(chosen) => onChange?.(chosen ? chosen.format(FORMAT) : '')}
      style={{ width: '100%' }}
      {...(disabled ? { disabled } : {})}
      data-testid={testId}
    />
  );
}
