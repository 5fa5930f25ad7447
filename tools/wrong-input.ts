/** Something the person at the keyboard can mend: says what, given, allowed and remedy, and needs no stack trace. */
export class WrongInput extends Error {}
