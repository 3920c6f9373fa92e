/** E-mail addresses are looked up without regard to case: that is how people type them. */
export const toLookupEmail = (email: string): string => email.normalize('NFC').toLowerCase();
