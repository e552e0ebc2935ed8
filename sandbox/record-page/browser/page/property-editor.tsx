import { useEffect, useRef, useState } from 'react';
import type { PropertyView } from '../../wire.ts';

/** Writes a property's new value; rejects with the reason in words. */
export type SaveProperty = (property: string, value: string) => Promise<void>;

interface EditorProps {
  readonly property: PropertyView;
  readonly save: SaveProperty;
}

/** A property's value with a button that turns it into a small form, as on HubSpot's record page. */
export function EditableValue({ property, save }: EditorProps) {
  const [editing, setEditing] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    if (wasEditing.current && !editing) button.current?.focus();
    wasEditing.current = editing;
  }, [editing]);
  if (editing) return <Editor property={property} save={save} onDone={() => setEditing(false)} />;
  return (
    <span className="editable">
      <span>{property.display || '--'}</span>
      {property.editor ? (
        <button
          ref={button}
          type="button"
          className="hs-plain edit-button"
          aria-label={`Edit ${property.label.toLowerCase()}`}
          onClick={() => setEditing(true)}
        >
          ✎
        </button>
      ) : null}
    </span>
  );
}

function Editor({ property, save, onDone }: EditorProps & { onDone: () => void }) {
  const [value, setValue] = useState(property.raw);
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('.hs-control')?.focus(), []);
  const { editor } = property;
  const control = {
    className: 'hs-control',
    'aria-label': property.label,
    value,
    onChange: (event: { target: { value: string } }) => setValue(event.target.value),
  };
  const submit = async () => {
    setSaving(true);
    try {
      await save(property.name, value);
      onDone();
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : String(reason));
      setSaving(false);
    }
  };
  return (
    <form
      ref={form}
      className="property-editor"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {editor?.kind === 'select' ? (
        <select {...control}>
          <option value="">--</option>
          {editor.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      ) : (
        <input {...control} type={editor?.kind ?? 'text'} step="any" />
      )}
      {error ? (
        <p role="alert" className="hs-field-error">
          {error}
        </p>
      ) : null}
      <div className="hs-button-row">
        <button type="submit" className="hs-button hs-primary hs-size-xs" disabled={saving}>
          Save
        </button>
        <button type="button" className="hs-button hs-secondary hs-size-xs" onClick={onDone}>
          Cancel
        </button>
      </div>
    </form>
  );
}
