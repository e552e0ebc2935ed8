/** SHA-256 of UTF-8 text as 64 lower-case hex digits. A port, so that the core needs no crypto module. */
export type Sha256 = (text: string) => string;
