/** When this version was made, as `show info` and `-v` tell it. */
export const RELEASE_DATE = "2026/11/22";
