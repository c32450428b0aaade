import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';

/** A command to be typed elsewhere, with a button that copies it. Where copying is not allowed, the text is selected. */
export function CopyCommand({
  command,
  purpose,
}: {
  readonly command: string;
  readonly purpose: string;
}): JSX.Element {
  const [copied, setCopied] = useState(false);
  const text = useRef<HTMLElement>(null);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(command);
      setCopied(true);
      setTimeout(() => setCopied(false), 1500);
    } catch {
      if (text.current !== null) getSelection()?.selectAllChildren(text.current);
    }
  };
  return (
    <div class="copy-command">
      <span class="copy-purpose">{purpose}</span>
      <div class="copy-line">
        <code ref={text}>{command}</code>
        <button
          type="button"
          class="button button-small"
          onClick={() => void copy()}
          aria-label={`Copy: ${purpose}`}
        >
          {copied ? 'Copied' : 'Copy'}
        </button>
      </div>
    </div>
  );
}
