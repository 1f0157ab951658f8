import type { ComponentPropsWithRef, ReactNode } from 'react';
import { Named } from './named.js';

type Native = Omit<ComponentPropsWithRef<'button'>, 'type'>;
export interface ButtonProps extends Native {
  readonly look?: 'plain' | 'main' | 'danger' | 'bare' | 'link';
  readonly small?: boolean;
  /** shows that work is under way and ignores presses */
  readonly busy?: boolean;
  /** sends its form, as Enter in a field does then */
  readonly submits?: boolean;
}

export function Button({ look = 'plain', small = false, busy = false, submits = false, className = '', onClick, ...rest }: ButtonProps) {
  return (
    <button
      type={submits ? 'submit' : 'button'}
      className={`button ${look} ${small ? 'small-control' : ''} ${busy ? 'busy' : ''} ${className}`}
      aria-busy={busy || undefined}
      onClick={busy ? undefined : onClick}
      {...rest}
    />
  );
}

/** A button that is only a sign; its name is its tooltip. */
export function IconButton({
  name,
  children,
  className = '',
  ...rest
}: ButtonProps & { readonly name: string; readonly children: ReactNode }) {
  return (
    <Named name={name} by={<Button look="bare" aria-label={name} className={`icon-button ${className}`} {...rest} />}>
      {children}
    </Named>
  );
}
