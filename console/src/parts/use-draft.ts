import { useCallback, useState } from 'react';

/**
 * What somebody types and has not saved yet: it survives going to another page, a reload and an expired session, in
 * this tab only. `clear` forgets it, after saving or on purpose.
 */
export const useDraft = <Value>(name: string, initial: Value) => {
  const key = `claims-console.draft.${name}`;
  const [state, setState] = useState(() => {
    const stored = sessionStorage.getItem(key);
    const draft: Value = stored === null ? initial : JSON.parse(stored);
    return { draft, restored: stored !== null };
  });
  const set = useCallback(
    (draft: Value) => {
      sessionStorage.setItem(key, JSON.stringify(draft));
      setState({ draft, restored: false });
    },
    [key],
  );
  const clear = useCallback(() => {
    sessionStorage.removeItem(key);
    setState({ draft: initial, restored: false });
  }, [key, initial]);
  return { draft: state.draft, restored: state.restored, set, clear };
};
