import { Input } from 'antd';

interface TypedFigureProps {
  id?: string;
  value?: string;
  onChange?: (value: string) => void;
  testId?: string;
  label?: string;
  disabled?: boolean;
}

/** An amount typed in yuan; the form reads it with shared money. */
export function YuanInput({ id, value, onChange, testId, label, disabled }: TypedFigureProps) {
  return (
    <Input
      id={id}
      className="figure-input"
      prefix="¥"
      inputMode="decimal"
      autoComplete="off"
      maxLength={14}
      aria-label={label}
      value={value}
      disabled={disabled}
      onChange={(event) => onChange?.(event.target.value)}
      data-testid={testId}
    />
  );
}

/** A rate typed in per cent. */
export function PercentInput({ id, value, onChange, testId, label, disabled }: TypedFigureProps) {
  return (
    <Input
      id={id}
      className="figure-input"
      suffix="%"
      inputMode="decimal"
      autoComplete="off"
      maxLength={6}
      aria-label={label}
      value={value}
      disabled={disabled}
      onChange={(event) => onChange?.(event.target.value)}
      data-testid={testId}
    />
  );
}
