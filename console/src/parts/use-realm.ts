import { useParams } from 'react-router';

/** The realm of the page, from its address. */
export const useRealm = (): string => useParams()['realm'] ?? '';
