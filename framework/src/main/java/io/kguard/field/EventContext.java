package io.kguard.field;

import io.kguard.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * What fields are read from: the event under evaluation and the machine after it, with the registers that take the values.
 * One per engine, moved from event to event.
 *
 * <p>Not for use by several threads.
 */
public final class EventContext {
    private Event event;
    private long number;
    private String text = "";
    private double real;
    private int addressFamily;
    private long addressHigh;
    private long addressLow;
    private final ListValue list = new ListValue();

    /** A context over an event view; the view may be wrapped anew before each evaluation. */
    public EventContext(Event event) {
        this.event = event;
    }

    /** The event. */
    public Event event() {
        return event;
    }

    /** Moves to an event. */
    public void event(Event next) {
        event = next;
    }

    /** The number that was loaded; a BOOL is 0 or 1. */
    public long number() {
        return number;
    }

    /** The text or the bytes that were loaded, Latin-1, one char per byte. A text ends before its first NUL. */
    public String text() {
        return text;
    }

    /** The floating-point number that was loaded. */
    public double real() {
        return real;
    }

    /** The family of the address that was loaded, 4 or 6. */
    public int addressFamily() {
        return addressFamily;
    }

    /** The first 8 bytes of a loaded IPv6 address as a big-endian number, 0 for IPv4. */
    public long addressHigh() {
        return addressHigh;
    }

    /** The last 8 bytes of a loaded IPv6 address, or the 4 of an IPv4 one, as an unsigned big-endian number. */
    public long addressLow() {
        return addressLow;
    }

    /** The list that was loaded. */
    public ListValue list() {
        return list;
    }

    boolean found(@Nullable String value) {
        if (value == null) {
            return false;
        }
        text = value;
        return true;
    }

    boolean found(long value) {
        number = value;
        return true;
    }

    boolean found(boolean value) {
        number = value ? 1 : 0;
        return true;
    }

    boolean found(double value) {
        real = value;
        return true;
    }

    boolean foundAddress(int family, long high, long low) {
        addressFamily = family;
        addressHigh = high;
        addressLow = low;
        return true;
    }
}
