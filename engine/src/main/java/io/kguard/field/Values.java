package io.kguard.field;

/** The values of a field that a comparison goes over. */
interface Values {
    int count(EventContext context);

    boolean load(EventContext context, int index);
}
