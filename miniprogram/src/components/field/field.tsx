import { Input, Text, Textarea, View } from '@tarojs/components';
import { elementId } from '../../platform/element-id';
import './field.scss';

interface FieldProps {
  label: string;
  value: string;
  placeholder: string;
  maxLength: number;
  kind?: 'text' | 'tel' | 'nickname';
  /** Room for several lines. */
  long?: boolean;
  /** What is wrong with it; shown in words under the field. */
  problem?: string;
  id?: string;
  onChange: (value: string) => void;
}

/** A labelled field for text; what is wrong stands below it, and what was typed stays. */
export function Field(props: FieldProps) {
  const { label, value, placeholder, maxLength, kind = 'text', long = false, problem, id } = props;
  const common = {
    ...elementId(id),
    value,
    placeholder,
    className: 'field__input',
    placeholderClass: 'field__placeholder',
    onInput: (event: { detail: { value: string } }) => props.onChange(event.detail.value),
  };
  return (
    <View className={`field ${problem === undefined ? '' : 'field--wrong'}`}>
      <Text className="field__label">{label}</Text>
      <View className="field__main">
        {long ? (
          <Textarea {...common} maxlength={maxLength} autoHeight />
        ) : (
          <Input {...common} maxlength={maxLength} type={kind === 'tel' ? 'text' : kind} />
        )}
        {problem !== undefined && <Text className="field__problem">{problem}</Text>}
      </View>
    </View>
  );
}
