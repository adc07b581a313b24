package io.kguard.event;

/** How a number is written in {@code evt.args} and in alerts. */
public enum ParamFormat {
    NA,
    DEC,
    HEX,
    OCT,
    PADDED_DEC,
    ID,
    DIR
}
