import { createContext, useContext, useEffect, useRef } from 'react';

/** One field as its form sees it. */
export interface FormField {
  /** The value as `Form.onSubmit` reports it. */
  readonly read: () => unknown;
  /** Reports a value that was typed but not yet committed, as HubSpot does when the form is submitted. */
  readonly commit: () => void;
  /** Goes back to the value of the first render. */
  readonly reset: () => void;
}

/** The fields of the form around a component, by name. Null outside a form. */
export const FormFieldsContext = createContext<Map<string, FormField> | null>(null);

/** Makes a field known to the form around it for as long as it is shown. A field without a name stays unknown. */
export function useFormField(name: string | undefined, field: FormField): void {
  const fields = useContext(FormFieldsContext);
  const latest = useRef(field);
  latest.current = field;
  useEffect(() => {
    if (fields === null || !name) return;
    const registered: FormField = {
      read: () => latest.current.read(),
      commit: () => latest.current.commit(),
      reset: () => latest.current.reset(),
    };
    fields.set(name, registered);
    return () => {
      if (fields.get(name) === registered) fields.delete(name);
    };
  }, [fields, name]);
}
