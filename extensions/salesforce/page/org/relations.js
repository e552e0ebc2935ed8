import schema from 'org-schema';

/** The object a reference points to; undefined for a field that is none. */
export function isReference(object, field) {
  return schema.objects[object]?.fields[field]?.to;
}

/** The object, and its field, behind a child relationship such as `Handoff_Seats__r`. */
export function childrenOf(object, relationship) {
  for (const [name, { fields }] of Object.entries(schema.objects)) {
    for (const [field, one] of Object.entries(fields)) {
      if (one.to === object && `${one.children}__r` === relationship) return { object: name, field };
    }
  }
  return undefined;
}
