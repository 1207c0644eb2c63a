import type { ReactNode } from 'react';
import { Button as TaroButton, View } from '@tarojs/components';
import type { ButtonProps as TaroButtonProps } from '@tarojs/components';
import { aria } from '../../platform/aria';
import { elementId } from '../../platform/element-id';
import './button.scss';

interface ButtonProps {
  /** `main` is the one thing to do on a page; `soft` stands beside it; `line` is anything else. */
  kind?: 'main' | 'soft' | 'line' | 'text';
  size?: 'm' | 'l';
  block?: boolean;
  /** Its parts stand below each other. */
  stacked?: boolean;
  disabled?: boolean;
  /** Shows that the tap was taken; further taps do nothing. */
  busy?: boolean;
  openType?: TaroButtonProps['openType'];
  id?: string;
  label?: string;
  onTap?: () => void;
  children: ReactNode;
}

/** A button of at least 44 points. */
export function Button(props: ButtonProps) {
  const { kind = 'line', size = 'm', block = false, stacked = false, disabled = false, busy = false } = props;
  const classes = [
    'btn',
    `btn--${kind}`,
    `btn--${size}`,
    block && 'btn--block',
    stacked && 'btn--stacked',
    busy && 'btn--busy',
    disabled && 'btn--off',
  ];
  return (
    <TaroButton
      className={classes.filter(Boolean).join(' ')}
      hoverClass={disabled || busy ? 'none' : 'btn--pressed'}
      disabled={disabled || undefined}
      openType={props.openType}
      onClick={disabled || busy ? undefined : props.onTap}
      {...elementId(props.id)}
      {...aria(props.label)}
    >
      {busy && <View className="btn__spinner" />}
      {props.children}
    </TaroButton>
  );
}
