import { useEffect, useState } from 'react';
import { Input, Select, Tabs } from 'antd';
import { useText } from '../i18n/use-text';
import { isId } from './list-url.model';

interface StateTabsProps<S extends string> {
  value: S | undefined;
  states: readonly S[];
  text: (state: S) => string;
  onChange: (state: S | undefined) => void;
}

const ALL = 'all';

/** Tabs over the states of a list, with one for all of them. */
export function StateTabs<S extends string>({ value, states, text, onChange }: StateTabsProps<S>) {
  const { t } = useText();
  const items = [
    { key: ALL, label: t('list.all') },
    ...states.map((state) => ({ key: state, label: text(state) })),
  ];
  return (
    <Tabs
      className="state-tabs"
      activeKey={value ?? ALL}
      items={items}
      onChange={(key) => onChange(states.find((state) => state === key))}
    />
  );
}

interface TextFilterProps {
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  /** Takes ids only and says so when something else is typed. */
  id?: boolean;
  testId?: string;
}

/** A filter that is typed; it applies on Enter or with its button. */
export function TextFilter({ label, value, onChange, id = false, testId }: TextFilterProps) {
  const { t } = useText();
  const [text, setText] = useState(value ?? '');
  useEffect(() => setText(value ?? ''), [value]);
  const bad = id && text.trim() !== '' && !isId(text.trim());
  const apply = (next: string) => {
    const wanted = next.trim();
    if (!id || wanted === '' || isId(wanted)) onChange(wanted === '' ? undefined : wanted);
  };
  return (
    <div className="text-filter">
      <Input.Search
        aria-label={label}
        placeholder={label}
        allowClear
        maxLength={64}
        value={text}
        status={bad ? 'error' : ''}
        onChange={(event) => setText(event.target.value)}
        onSearch={apply}
        data-testid={testId}
      />
      {bad && <div className="text-filter-hint">{t('list.notAnId')}</div>}
    </div>
  );
}

interface ChoiceFilterProps<S extends string> {
  label: string;
  value: S | undefined;
  options: readonly { value: S; label: string }[];
  onChange: (value: S | undefined) => void;
}

/** A filter with a fixed set of values. */
export function ChoiceFilter<S extends string>({ label, value, options, onChange }: ChoiceFilterProps<S>) {
  return (
    <Select<S>
      aria-label={label}
      placeholder={label}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      className="choice-filter"
      value={value ?? null}
      options={[...options]}
      onChange={(next) => onChange(next)}
    />
  );
}
