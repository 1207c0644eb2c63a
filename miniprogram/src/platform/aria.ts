/** What a screen reader says of a box: its name, and what it is when it is not plain text. */
export function aria(
  label?: string,
  role?: 'button' | 'img' | 'tab' | 'alert' | 'switch' | 'radio' | 'checkbox',
): object {
  return process.env.TARO_ENV === 'h5'
    ? { ...(label === undefined ? {} : { 'aria-label': label }), ...(role === undefined ? {} : { role }) }
    : {
        ...(label === undefined ? {} : { ariaLabel: label }),
        ...(role === undefined ? {} : { ariaRole: role }),
      };
}

/** Leaves a decoration out of what is read aloud. */
export const ariaHidden: object =
  process.env.TARO_ENV === 'h5' ? { 'aria-hidden': 'true' } : { ariaHidden: true };
